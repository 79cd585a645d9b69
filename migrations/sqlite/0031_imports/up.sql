-- Files of clients that are taken in. `behind` is the last row that the work at hand has looked at; counts and what was guessed are
-- documents, because they are read and written with the import as a whole.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL
        CONSTRAINT imports_kind_word CHECK (kind IN ('text', 'xlsx', 'vcard', 'pasted')),
    state TEXT NOT NULL
        CONSTRAINT imports_state_word CHECK (state IN ('draft', 'checking', 'checked', 'running', 'done', 'undoing', 'undone')),
    reading TEXT NOT NULL,
    sheets TEXT NOT NULL,
    column_list TEXT NOT NULL,
    rules TEXT NOT NULL,
    mapping TEXT,
    row_count INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    plans TEXT NOT NULL,
    fates TEXT NOT NULL,
    unknown TEXT NOT NULL,
    process_id INTEGER REFERENCES processes (id),
    per_day INTEGER,
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    created_by INTEGER REFERENCES employees (id),
    -- On whose behalf the work at hand is done.
    acting INTEGER REFERENCES employees (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    finished_at TEXT,
    undone_at TEXT,
    -- When its rows and its file were forgotten.
    emptied_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT imports_finished CHECK ((state IN ('done', 'undoing', 'undone')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX imports_working ON imports (id) WHERE state IN ('checking', 'running', 'undoing');
CREATE INDEX imports_kept ON imports (updated_at) WHERE emptied_at IS NULL;

-- The file as it came, in base 64, as long as it may be read anew.
CREATE TABLE import_files (
    import_id INTEGER PRIMARY KEY REFERENCES imports (id),
    content TEXT NOT NULL
) STRICT;

-- Rows as they stand in the file, what would become of each and what became of it. `before` and `after` are the card that it changed.
-- No reference to the card: the one that a row made is gone when the import is undone.
CREATE TABLE import_rows (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    number INTEGER NOT NULL,
    cells TEXT NOT NULL,
    plan TEXT
        CONSTRAINT import_rows_plan_word CHECK (plan IN ('new', 'change', 'unchanged', 'double', 'conflict', 'faulty', 'skipped')),
    fate TEXT
        CONSTRAINT import_rows_fate_word CHECK (fate IN ('created', 'changed', 'unchanged', 'left', 'removed', 'archived', 'returned', 'kept')),
    client_id INTEGER,
    decision TEXT,
    detail TEXT,
    before TEXT,
    after TEXT,
    card_version INTEGER,
    start_on TEXT,
    chain_id INTEGER,
    PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_plan ON import_rows (import_id, plan, number);
CREATE INDEX import_rows_fate ON import_rows (import_id, fate, number);
-- New clients whose chain is still to begin.
CREATE INDEX import_rows_waiting ON import_rows (start_on, import_id, number) WHERE start_on IS NOT NULL;

-- By what rows of one file are found to be about the same person: phones and addresses, with the name.
CREATE TABLE import_keys (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (import_id, key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_keys_row ON import_keys (import_id, number);

-- Which column is which field, under a name.
CREATE TABLE import_mappings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    column_list TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
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
