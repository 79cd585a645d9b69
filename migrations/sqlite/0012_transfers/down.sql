DROP TABLE transferred_chains;
DROP TABLE transfers;
DELETE FROM timeline WHERE kind IN ('chain_moved', 'chain_returned');
CREATE TABLE timeline_rebuilt (
    id INTEGER PRIMARY KEY,
    client_id INTEGER REFERENCES clients (id),
    task_id INTEGER,
    chain_id INTEGER,
    completion_id INTEGER,
    kind TEXT NOT NULL
        CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'note', 'client_created', 'client_changed')),
    by_id INTEGER,
    at TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;
INSERT INTO timeline_rebuilt SELECT * FROM timeline;
DROP TABLE timeline;
ALTER TABLE timeline_rebuilt RENAME TO timeline;
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);
