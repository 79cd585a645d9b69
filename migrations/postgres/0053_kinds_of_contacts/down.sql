CREATE OR REPLACE FUNCTION folded_lines(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT E'\n' || string_agg(
            folded(CASE jsonb_typeof(item) WHEN 'object' THEN item ->> 'e164' ELSE item #>> '{}' END), E'\n'
        ) || E'\n'
        FROM jsonb_array_elements($1::jsonb) AS item
    $$;

UPDATE companies
SET emails = (
    SELECT jsonb_agg(item -> 'address' ORDER BY place)::text
    FROM jsonb_array_elements(companies.emails::jsonb) WITH ORDINALITY AS listed (item, place)
)
WHERE jsonb_array_length(emails::jsonb) > 0;

ALTER TABLE client_messengers DROP COLUMN do_not_write;
ALTER TABLE client_messengers DROP COLUMN label;
ALTER TABLE client_emails DROP COLUMN do_not_write;
ALTER TABLE client_emails DROP COLUMN label;
