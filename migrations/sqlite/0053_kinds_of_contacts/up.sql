-- An e-mail address and a name in a messenger say what they are for, and whether one may write there, as phones do.
ALTER TABLE client_emails ADD COLUMN label TEXT;
ALTER TABLE client_emails ADD COLUMN do_not_write INTEGER NOT NULL DEFAULT 0 CHECK (do_not_write IN (0, 1));
ALTER TABLE client_messengers ADD COLUMN label TEXT;
ALTER TABLE client_messengers ADD COLUMN do_not_write INTEGER NOT NULL DEFAULT 0 CHECK (do_not_write IN (0, 1));

UPDATE companies
SET emails = (
    SELECT json_group_array(json_object('address', value, 'label', NULL, 'do_not_write', json('false')))
    FROM json_each(companies.emails)
)
WHERE emails <> '[]';
