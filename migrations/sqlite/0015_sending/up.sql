-- Addresses of other programs that are told what happens. Calls are signed with the secret; for a day after it was changed, with the one before too.
CREATE TABLE hooks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT,
    CONSTRAINT hooks_old_secret CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
) STRICT;
CREATE UNIQUE INDEX hooks_name ON hooks (sort_key) WHERE archived_at IS NULL;

-- A job knows its cause, so that it can be withdrawn with it, and why it failed; SQLite changes a check only by making the table anew.
CREATE TABLE jobs_rebuilt (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL
        CONSTRAINT jobs_state_word CHECK (state IN ('waiting', 'running', 'done', 'dead', 'withdrawn')),
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until TEXT,
    lease_token INTEGER NOT NULL,
    last_error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    cause_id INTEGER,
    failure TEXT,
    CONSTRAINT jobs_finished CHECK ((state IN ('done', 'dead', 'withdrawn')) = (finished_at IS NOT NULL))
) STRICT;
INSERT INTO jobs_rebuilt SELECT id, kind, key, payload, state, run_at, attempts, lease_until, lease_token, last_error, created_at, finished_at, NULL, NULL FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_rebuilt RENAME TO jobs;
CREATE UNIQUE INDEX jobs_key ON jobs (key) WHERE finished_at IS NULL;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished_at ON jobs (finished_at);
CREATE INDEX jobs_cause ON jobs (cause_id) WHERE cause_id IS NOT NULL;
CREATE INDEX jobs_state ON jobs (state, id);

-- The bell tells prepared messages, and what could not be delivered.
CREATE TABLE notices_rebuilt (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered')),
    by_id INTEGER,
    task_id INTEGER,
    client_id INTEGER,
    payload TEXT NOT NULL,
    at TEXT NOT NULL,
    read_at TEXT,
    cause_id INTEGER
) STRICT;
INSERT INTO notices_rebuilt SELECT id, employee_id, kind, by_id, task_id, client_id, payload, at, read_at, NULL FROM notices;
DROP TABLE notices;
ALTER TABLE notices_rebuilt RENAME TO notices;
CREATE INDEX notices_employee ON notices (employee_id, id);
CREATE INDEX notices_unread ON notices (employee_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_cause ON notices (cause_id) WHERE cause_id IS NOT NULL;
