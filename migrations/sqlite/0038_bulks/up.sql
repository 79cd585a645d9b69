-- One action for many clients. `behind` is the last client that was gathered, and then the last item that the work at hand has looked at; what is done, for whom
-- and the counts are documents, because they are read and written with the action as a whole.
CREATE TABLE bulks (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
        CONSTRAINT bulks_state_word CHECK (state IN ('gathering', 'running', 'done', 'undoing', 'undone')),
    action TEXT NOT NULL,
    whom TEXT NOT NULL,
    total INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    fates TEXT NOT NULL,
    -- On whose behalf the work is done.
    created_by INTEGER NOT NULL REFERENCES employees (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    finished_at TEXT,
    undone_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT bulks_finished CHECK ((state IN ('done', 'undoing', 'undone')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX bulks_working ON bulks (updated_at, id) WHERE state IN ('gathering', 'running', 'undoing');
CREATE INDEX bulks_creator ON bulks (created_by, id);
CREATE INDEX bulks_old ON bulks (updated_at) WHERE state IN ('done', 'undone');

-- For whom, what became of each, and what undoing needs: the card before and after, or what was made and how it stood then.
CREATE TABLE bulk_items (
    bulk_id INTEGER NOT NULL REFERENCES bulks (id),
    number INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    fate TEXT
        CONSTRAINT bulk_items_fate_word CHECK (fate IN ('changed', 'unchanged', 'skipped', 'returned', 'kept')),
    hindrance TEXT,
    before TEXT,
    after TEXT,
    task_id INTEGER,
    chain_id INTEGER,
    stamp INTEGER,
    PRIMARY KEY (bulk_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_items_fate ON bulk_items (bulk_id, fate, number);

-- The bell says that a long one has ended.
CREATE TABLE notices_rebuilt (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered', 'imported', 'bulk_done')),
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
