-- A club adds fields to the cards of its companies as it does to those of its clients: one table of fields, each of one of both.
DROP TRIGGER client_fields_counted_insert;
DROP TRIGGER client_fields_counted_update;
DROP TRIGGER client_fields_counted_delete;
DROP INDEX client_fields_key;
DROP INDEX client_fields_dictionary;
ALTER TABLE client_fields RENAME TO own_fields;
ALTER TABLE own_fields ADD COLUMN subject TEXT NOT NULL DEFAULT 'client'
    CONSTRAINT own_fields_subject_word CHECK (subject IN ('client', 'company'));
CREATE UNIQUE INDEX own_fields_key ON own_fields (subject, key);
CREATE INDEX own_fields_dictionary ON own_fields (dictionary_id);
CREATE TRIGGER own_fields_counted_insert AFTER INSERT ON own_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER own_fields_counted_update AFTER UPDATE ON own_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER own_fields_counted_delete AFTER DELETE ON own_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
ALTER TABLE organisation ADD COLUMN company_form_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN company_form_at TEXT;

-- Answers on companies, in the columns that those on clients have.
CREATE TABLE company_values (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    field_id INTEGER NOT NULL REFERENCES own_fields (id),
    item INTEGER NOT NULL,
    "text" TEXT,
    "number" INTEGER,
    currency TEXT,
    "date" TEXT,
    "instant" TEXT,
    reference INTEGER,
    PRIMARY KEY (company_id, field_id, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_values_field ON company_values (field_id, company_id);
CREATE INDEX company_values_reference ON company_values (reference) WHERE reference IS NOT NULL;

-- What happened to a company. Where an entry names a person of it, that is whom it may be read with.
CREATE TABLE timeline_rebuilt (
    id INTEGER PRIMARY KEY,
    client_id INTEGER REFERENCES clients (id),
    task_id INTEGER,
    chain_id INTEGER,
    completion_id INTEGER,
    kind TEXT NOT NULL
        CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'chain_moved', 'chain_returned', 'note', 'client_created', 'client_changed', 'company_created', 'company_changed')),
    by_id INTEGER,
    at TEXT NOT NULL,
    payload TEXT NOT NULL,
    company_id INTEGER REFERENCES companies (id)
) STRICT;
INSERT INTO timeline_rebuilt (id, client_id, task_id, chain_id, completion_id, kind, by_id, at, payload)
    SELECT id, client_id, task_id, chain_id, completion_id, kind, by_id, at, payload FROM timeline;
DROP TABLE timeline;
ALTER TABLE timeline_rebuilt RENAME TO timeline;
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);
CREATE INDEX timeline_company ON timeline (company_id, id) WHERE company_id IS NOT NULL;
