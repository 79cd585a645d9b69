DELETE FROM notices WHERE kind = 'bulk_done';
CREATE TABLE notices_rebuilt (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered', 'imported')),
    by_id INTEGER,
    task_id INTEGER,
    client_id INTEGER,
    payload TEXT NOT NULL,
    at TEXT NOT NULL,
    read_at TEXT,
    cause_id INTEGER
) STRICT;
INSERT INTO notices_rebuilt SELECT id, employee_id, kind, by_id, task_id, client_id, payload, at, read_at, cause_id FROM notices;
DROP TABLE notices;
ALTER TABLE notices_rebuilt RENAME TO notices;
CREATE INDEX notices_employee ON notices (employee_id, id);
CREATE INDEX notices_unread ON notices (employee_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_cause ON notices (cause_id) WHERE cause_id IS NOT NULL;
DROP TABLE bulk_items;
DROP TABLE bulks;
