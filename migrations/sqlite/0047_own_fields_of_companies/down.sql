CREATE TABLE timeline_rebuilt (
    id INTEGER PRIMARY KEY,
    client_id INTEGER REFERENCES clients (id),
    task_id INTEGER,
    chain_id INTEGER,
    completion_id INTEGER,
    kind TEXT NOT NULL
        CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'chain_moved', 'chain_returned', 'note', 'client_created', 'client_changed')),
    by_id INTEGER,
    at TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;
INSERT INTO timeline_rebuilt
    SELECT id, client_id, task_id, chain_id, completion_id, kind, by_id, at, payload FROM timeline WHERE company_id IS NULL;
DROP TABLE timeline;
ALTER TABLE timeline_rebuilt RENAME TO timeline;
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);

DROP TABLE company_values;
DELETE FROM merge_moves WHERE kind = 'answer' AND beside IN (SELECT id FROM own_fields WHERE subject = 'company');
ALTER TABLE organisation DROP COLUMN company_form_at;
ALTER TABLE organisation DROP COLUMN company_form_version;
DELETE FROM own_fields WHERE subject = 'company';
DROP TRIGGER own_fields_counted_insert;
DROP TRIGGER own_fields_counted_update;
DROP TRIGGER own_fields_counted_delete;
DROP INDEX own_fields_key;
DROP INDEX own_fields_dictionary;
ALTER TABLE own_fields DROP COLUMN subject;
ALTER TABLE own_fields RENAME TO client_fields;
CREATE UNIQUE INDEX client_fields_key ON client_fields (key);
CREATE INDEX client_fields_dictionary ON client_fields (dictionary_id);
CREATE TRIGGER client_fields_counted_insert AFTER INSERT ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER client_fields_counted_update AFTER UPDATE ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER client_fields_counted_delete AFTER DELETE ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
