-- Files of clients: what they are called and whose they are. The bytes lie elsewhere, under names that say nothing; a row is written after its bytes.
CREATE TABLE files (
    id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL REFERENCES clients (id),
    name TEXT COLLATE "C" NOT NULL,
    -- How many versions there are; the last one counts.
    latest INTEGER NOT NULL CHECK (latest > 0),
    created_by BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    deleted_at TIMESTAMP,
    deleted_by BIGINT
);
CREATE INDEX files_of_client ON files (client_id, id);
CREATE INDEX files_deleted ON files (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE file_versions (
    file_id BIGINT NOT NULL REFERENCES files (id),
    number INTEGER NOT NULL CHECK (number > 0),
    blob TEXT COLLATE "C" NOT NULL,
    media TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 TEXT COLLATE "C" NOT NULL,
    -- The earlier version that was made the current one again.
    restored_from INTEGER,
    uploaded_by BIGINT,
    uploaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (file_id, number)
);

-- Bytes that no version names: of uploads that have begun and of files that are gone. Written before the bytes are, so that none is ever forgotten.
CREATE TABLE file_leftovers (
    blob TEXT COLLATE "C" PRIMARY KEY,
    due_at TIMESTAMP NOT NULL,
    -- Being removed: no version may name it any more.
    doomed BOOLEAN NOT NULL
);
CREATE INDEX file_leftovers_due ON file_leftovers (due_at);

-- A merge takes the files of a person along.
ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_kind_word;
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind_word
    CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'file', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted'));
