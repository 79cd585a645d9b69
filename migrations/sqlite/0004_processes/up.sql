-- Ways of working.
CREATE TABLE processes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    description TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX processes_name ON processes (sort_key) WHERE archived_at IS NULL;

-- Graphs. One draft and one published at most; a published graph never changes.
CREATE TABLE process_versions (
    id INTEGER PRIMARY KEY,
    process_id INTEGER NOT NULL REFERENCES processes (id),
    "number" INTEGER NOT NULL,
    state TEXT NOT NULL
        CONSTRAINT process_versions_state_word CHECK (state IN ('draft', 'published', 'retired')),
    graph TEXT NOT NULL,
    errors INTEGER NOT NULL,
    based_on INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    published_at TEXT,
    published_by INTEGER,
    retired_at TEXT,
    CONSTRAINT process_versions_when CHECK ((state = 'draft') = (published_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX process_versions_number ON process_versions (process_id, "number");
CREATE UNIQUE INDEX process_versions_draft ON process_versions (process_id) WHERE state = 'draft';
CREATE UNIQUE INDEX process_versions_published ON process_versions (process_id) WHERE state = 'published';
