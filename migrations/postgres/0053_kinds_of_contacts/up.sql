-- An e-mail address and a name in a messenger say what they are for, and whether one may write there, as phones do.
ALTER TABLE client_emails ADD COLUMN label TEXT COLLATE "C";
ALTER TABLE client_emails ADD COLUMN do_not_write BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE client_messengers ADD COLUMN label TEXT COLLATE "C";
ALTER TABLE client_messengers ADD COLUMN do_not_write BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE companies
SET emails = (
    SELECT jsonb_agg(jsonb_build_object('address', address, 'label', NULL, 'do_not_write', FALSE) ORDER BY place)::text
    FROM jsonb_array_elements_text(companies.emails::jsonb) WITH ORDINALITY AS listed (address, place)
)
WHERE jsonb_array_length(emails::jsonb) > 0;

-- The texts of a list that is stored as a document: of phones their numbers, of e-mails their addresses.
CREATE OR REPLACE FUNCTION folded_lines(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT E'\n' || string_agg(
            folded(CASE jsonb_typeof(item) WHEN 'object' THEN coalesce(item ->> 'e164', item ->> 'address') ELSE item #>> '{}' END), E'\n'
        ) || E'\n'
        FROM jsonb_array_elements($1::jsonb) AS item
    $$;
