-- Files of clients that are taken in. `behind` is the last row that the work at hand has looked at; counts and what was guessed are
-- documents, because they are read and written with the import as a whole.
CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT imports_kind_word CHECK (kind IN ('text', 'xlsx', 'vcard', 'pasted')),
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT imports_state_word CHECK (state IN ('draft', 'checking', 'checked', 'running', 'done', 'undoing', 'undone')),
    reading TEXT COLLATE "C" NOT NULL,
    sheets TEXT COLLATE "C" NOT NULL,
    column_list TEXT COLLATE "C" NOT NULL,
    rules TEXT COLLATE "C" NOT NULL,
    mapping TEXT COLLATE "C",
    row_count INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    plans TEXT COLLATE "C" NOT NULL,
    fates TEXT COLLATE "C" NOT NULL,
    unknown TEXT COLLATE "C" NOT NULL,
    process_id BIGINT REFERENCES processes (id),
    per_day INTEGER,
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    created_by BIGINT REFERENCES employees (id),
    -- On whose behalf the work at hand is done.
    acting BIGINT REFERENCES employees (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    undone_at TIMESTAMP,
    -- When its rows and its file were forgotten.
    emptied_at TIMESTAMP,
    version BIGINT NOT NULL,
    CONSTRAINT imports_finished CHECK ((state IN ('done', 'undoing', 'undone')) = (finished_at IS NOT NULL))
);
CREATE INDEX imports_working ON imports (id) WHERE state IN ('checking', 'running', 'undoing');
CREATE INDEX imports_kept ON imports (updated_at) WHERE emptied_at IS NULL;

-- The file as it came, in base 64, as long as it may be read anew.
CREATE TABLE import_files (
    import_id BIGINT PRIMARY KEY REFERENCES imports (id),
    content TEXT COLLATE "C" NOT NULL
);

-- Rows as they stand in the file, what would become of each and what became of it. `before` and `after` are the card that it changed.
-- No reference to the card: the one that a row made is gone when the import is undone.
CREATE TABLE import_rows (
    import_id BIGINT NOT NULL REFERENCES imports (id),
    number INTEGER NOT NULL,
    cells TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C"
        CONSTRAINT import_rows_plan_word CHECK (plan IN ('new', 'change', 'unchanged', 'double', 'conflict', 'faulty', 'skipped')),
    fate TEXT COLLATE "C"
        CONSTRAINT import_rows_fate_word CHECK (fate IN ('created', 'changed', 'unchanged', 'left', 'removed', 'archived', 'returned', 'kept')),
    client_id BIGINT,
    decision TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    card_version BIGINT,
    start_on DATE,
    chain_id BIGINT,
    PRIMARY KEY (import_id, number)
);
CREATE INDEX import_rows_plan ON import_rows (import_id, plan, number);
CREATE INDEX import_rows_fate ON import_rows (import_id, fate, number);
-- New clients whose chain is still to begin.
CREATE INDEX import_rows_waiting ON import_rows (start_on, import_id, number) WHERE start_on IS NOT NULL;

-- By what rows of one file are found to be about the same person: phones and addresses, with the name.
CREATE TABLE import_keys (
    import_id BIGINT NOT NULL REFERENCES imports (id),
    key TEXT COLLATE "C" NOT NULL,
    number INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (import_id, key, number)
);
CREATE INDEX import_keys_row ON import_keys (import_id, number);

-- Which column is which field, under a name.
CREATE TABLE import_mappings (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    column_list TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX import_mappings_name ON import_mappings (sort_key);

-- Taking in files is a right of its own: the owner has it, and managers who may make cards.
CREATE TEMPORARY TABLE importers AS
SELECT roles.id AS id, CASE roles.built_in WHEN 'owner' THEN 'all' ELSE 'branch' END AS scope
FROM roles
WHERE roles.built_in IN ('owner', 'manager')
    AND roles.id IN (SELECT role_id FROM role_permissions WHERE permission = 'client.create')
    AND roles.id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.import');
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.import', scope FROM importers;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM importers);
DROP TABLE importers;
