DROP TABLE hooks;
DELETE FROM jobs WHERE state = 'withdrawn';
CREATE TABLE jobs_rebuilt (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL
        CONSTRAINT jobs_state_word CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until TEXT,
    lease_token INTEGER NOT NULL,
    last_error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    CONSTRAINT jobs_finished CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL))
) STRICT;
INSERT INTO jobs_rebuilt SELECT id, kind, key, payload, state, run_at, attempts, lease_until, lease_token, last_error, created_at, finished_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_rebuilt RENAME TO jobs;
CREATE UNIQUE INDEX jobs_key ON jobs (key) WHERE finished_at IS NULL;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished_at ON jobs (finished_at);
DELETE FROM notices WHERE kind IN ('message', 'undelivered');
CREATE TABLE notices_rebuilt (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over')),
    by_id INTEGER,
    task_id INTEGER,
    client_id INTEGER,
    payload TEXT NOT NULL,
    at TEXT NOT NULL,
    read_at TEXT
) STRICT;
INSERT INTO notices_rebuilt SELECT id, employee_id, kind, by_id, task_id, client_id, payload, at, read_at FROM notices;
DROP TABLE notices;
ALTER TABLE notices_rebuilt RENAME TO notices;
CREATE INDEX notices_employee ON notices (employee_id, id);
CREATE INDEX notices_unread ON notices (employee_id, id) WHERE read_at IS NULL;
