-- Ways of working.
CREATE TABLE processes (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX processes_name ON processes (sort_key) WHERE archived_at IS NULL;

-- Graphs. One draft and one published at most; a published graph never changes.
CREATE TABLE process_versions (
    id BIGINT PRIMARY KEY,
    process_id BIGINT NOT NULL REFERENCES processes (id),
    "number" INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT process_versions_state_word CHECK (state IN ('draft', 'published', 'retired')),
    graph TEXT COLLATE "C" NOT NULL,
    errors INTEGER NOT NULL,
    based_on BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    published_by BIGINT,
    retired_at TIMESTAMP,
    CONSTRAINT process_versions_when CHECK ((state = 'draft') = (published_at IS NULL))
);
CREATE UNIQUE INDEX process_versions_number ON process_versions (process_id, "number");
CREATE UNIQUE INDEX process_versions_draft ON process_versions (process_id) WHERE state = 'draft';
CREATE UNIQUE INDEX process_versions_published ON process_versions (process_id) WHERE state = 'published';
