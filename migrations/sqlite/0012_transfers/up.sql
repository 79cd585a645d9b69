-- Running chains that go over to another version of their process. At most one transfer of a process is at work.
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY,
    process_id INTEGER NOT NULL REFERENCES processes (id),
    version_id INTEGER NOT NULL REFERENCES process_versions (id),
    state TEXT NOT NULL
        CONSTRAINT transfers_state_word CHECK (state IN ('running', 'done', 'undoing', 'undone')),
    lots TEXT NOT NULL,
    total INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    behind INTEGER,
    started_by INTEGER,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    undone_by INTEGER,
    undone_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT transfers_finished CHECK ((state IN ('done', 'undone')) = (finished_at IS NOT NULL)),
    CONSTRAINT transfers_undone CHECK ((state IN ('undoing', 'undone')) = (undone_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX transfers_at_work ON transfers (process_id) WHERE finished_at IS NULL;
CREATE INDEX transfers_process ON transfers (process_id, id);

-- What became of each chain, and how it was before. `chain_version` and `task_version` are those that the transfer left: whoever
-- has worked on either since has made a later one.
CREATE TABLE transferred_chains (
    transfer_id INTEGER NOT NULL REFERENCES transfers (id),
    chain_id INTEGER NOT NULL REFERENCES chains (id),
    client_id INTEGER NOT NULL REFERENCES clients (id),
    outcome TEXT NOT NULL
        CONSTRAINT transferred_chains_outcome_word CHECK (outcome IN ('moved', 'ended', 'returned', 'kept')),
    before TEXT NOT NULL,
    chain_version INTEGER NOT NULL,
    task_version INTEGER,
    at TEXT NOT NULL,
    PRIMARY KEY (transfer_id, chain_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX transferred_chains_chain ON transferred_chains (chain_id);
CREATE INDEX transferred_chains_client ON transferred_chains (client_id);

-- The timeline gets two more kinds of entries; SQLite changes a check only by making the table anew.
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
INSERT INTO timeline_rebuilt SELECT * FROM timeline;
DROP TABLE timeline;
ALTER TABLE timeline_rebuilt RENAME TO timeline;
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);
