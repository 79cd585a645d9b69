-- A club adds fields to the cards of its companies as it does to those of its clients: one table of fields, each of one of both.
ALTER TABLE client_fields RENAME TO own_fields;
ALTER TABLE own_fields RENAME CONSTRAINT client_fields_kind_word TO own_fields_kind_word;
ALTER TABLE own_fields ADD COLUMN subject TEXT COLLATE "C" NOT NULL DEFAULT 'client'
    CONSTRAINT own_fields_subject_word CHECK (subject IN ('client', 'company'));
ALTER TABLE own_fields ALTER COLUMN subject DROP DEFAULT;
DROP INDEX client_fields_key;
CREATE UNIQUE INDEX own_fields_key ON own_fields (subject, key);
ALTER INDEX client_fields_dictionary RENAME TO own_fields_dictionary;
ALTER TRIGGER client_fields_counted ON own_fields RENAME TO own_fields_counted;
ALTER TABLE organisation ADD COLUMN company_form_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN company_form_at TIMESTAMP;

-- Answers on companies, in the columns that those on clients have.
CREATE TABLE company_values (
    company_id BIGINT NOT NULL REFERENCES companies (id),
    field_id BIGINT NOT NULL REFERENCES own_fields (id),
    item INTEGER NOT NULL,
    "text" TEXT COLLATE "C",
    "number" BIGINT,
    currency TEXT COLLATE "C",
    "date" DATE,
    "instant" TIMESTAMP,
    reference BIGINT,
    PRIMARY KEY (company_id, field_id, item)
);
CREATE INDEX company_values_field ON company_values (field_id, company_id);
CREATE INDEX company_values_reference ON company_values (reference) WHERE reference IS NOT NULL;

-- What happened to a company. Where an entry names a person of it, that is whom it may be read with.
ALTER TABLE timeline ADD COLUMN company_id BIGINT REFERENCES companies (id);
CREATE INDEX timeline_company ON timeline (company_id, id) WHERE company_id IS NOT NULL;
ALTER TABLE timeline DROP CONSTRAINT timeline_kind_word;
ALTER TABLE timeline ADD CONSTRAINT timeline_kind_word
    CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'chain_moved', 'chain_returned', 'note', 'client_created', 'client_changed', 'company_created', 'company_changed'));
