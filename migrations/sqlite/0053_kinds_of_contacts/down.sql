UPDATE companies
SET emails = (SELECT json_group_array(value ->> 'address') FROM json_each(companies.emails))
WHERE emails <> '[]';

ALTER TABLE client_messengers DROP COLUMN do_not_write;
ALTER TABLE client_messengers DROP COLUMN label;
ALTER TABLE client_emails DROP COLUMN do_not_write;
ALTER TABLE client_emails DROP COLUMN label;
