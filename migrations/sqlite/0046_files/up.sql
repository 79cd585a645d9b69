-- Files of clients: what they are called and whose they are. The bytes lie elsewhere, under names that say nothing; a row is written after its bytes.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    name TEXT NOT NULL,
    -- How many versions there are; the last one counts.
    latest INTEGER NOT NULL CHECK (latest > 0),
    created_by INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    deleted_by INTEGER
) STRICT;
CREATE INDEX files_of_client ON files (client_id, id);
CREATE INDEX files_deleted ON files (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE file_versions (
    file_id INTEGER NOT NULL REFERENCES files (id),
    number INTEGER NOT NULL CHECK (number > 0),
    blob TEXT NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL,
    -- The earlier version that was made the current one again.
    restored_from INTEGER,
    uploaded_by INTEGER,
    uploaded_at TEXT NOT NULL,
    PRIMARY KEY (file_id, number)
) STRICT, WITHOUT ROWID;

-- Bytes that no version names: of uploads that have begun and of files that are gone. Written before the bytes are, so that none is ever forgotten.
CREATE TABLE file_leftovers (
    blob TEXT PRIMARY KEY,
    due_at TEXT NOT NULL,
    -- Being removed: no version may name it any more.
    doomed INTEGER NOT NULL CHECK (doomed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX file_leftovers_due ON file_leftovers (due_at);

-- A merge takes the files of a person along.
CREATE TABLE merge_moves_rebuilt (
    merge_id INTEGER NOT NULL REFERENCES merges (id),
    kind TEXT NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'file', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id INTEGER NOT NULL,
    beside INTEGER NOT NULL,
    was TEXT,
    PRIMARY KEY (merge_id, kind, row_id, beside)
) STRICT, WITHOUT ROWID;
INSERT INTO merge_moves_rebuilt SELECT merge_id, kind, row_id, beside, was FROM merge_moves;
DROP TABLE merge_moves;
ALTER TABLE merge_moves_rebuilt RENAME TO merge_moves;
