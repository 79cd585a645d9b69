DROP TABLE client_values;
DROP TABLE client_fields;
ALTER TABLE organisation DROP COLUMN client_form_version;
ALTER TABLE organisation DROP COLUMN client_form_at;
