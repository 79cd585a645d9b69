DELETE FROM timeline WHERE company_id IS NOT NULL;
DROP INDEX timeline_company;
ALTER TABLE timeline DROP COLUMN company_id;
ALTER TABLE timeline DROP CONSTRAINT timeline_kind_word;
ALTER TABLE timeline ADD CONSTRAINT timeline_kind_word
    CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'chain_moved', 'chain_returned', 'note', 'client_created', 'client_changed'));

DROP TABLE company_values;
DELETE FROM merge_moves WHERE kind = 'answer' AND beside IN (SELECT id FROM own_fields WHERE subject = 'company');
ALTER TABLE organisation DROP COLUMN company_form_at;
ALTER TABLE organisation DROP COLUMN company_form_version;
DELETE FROM own_fields WHERE subject = 'company';
DROP INDEX own_fields_key;
ALTER TABLE own_fields DROP COLUMN subject;
ALTER TRIGGER own_fields_counted ON own_fields RENAME TO client_fields_counted;
ALTER INDEX own_fields_dictionary RENAME TO client_fields_dictionary;
ALTER TABLE own_fields RENAME CONSTRAINT own_fields_kind_word TO client_fields_kind_word;
ALTER TABLE own_fields RENAME TO client_fields;
CREATE UNIQUE INDEX client_fields_key ON client_fields (key);
