-- The one organisation of this database; absent until the set-up.
CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL
        CONSTRAINT organisation_language_word CHECK (language IN ('ru', 'en', 'ro')),
    currency TEXT NOT NULL,
    phone_country TEXT NOT NULL,
    week_start TEXT NOT NULL
        CONSTRAINT organisation_week_start_word CHECK (week_start IN ('monday', 'sunday')),
    name_order TEXT NOT NULL
        CONSTRAINT organisation_name_order_word CHECK (name_order IN ('given_first', 'surname_first')),
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT one_organisation CHECK (id = 1)
) STRICT;

-- What all servers of the organisation share and nobody else knows: the key of access tokens.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The change feed. Rows are written without a sequence number; one relay numbers what is committed, so that a reader never skips a slower transaction.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    seq INTEGER,
    topic TEXT NOT NULL,
    subject INTEGER NOT NULL,
    subject_kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    branch_id INTEGER,
    employee_id INTEGER,
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_seq ON events (seq);
CREATE INDEX events_unnumbered ON events (id) WHERE seq IS NULL;
CREATE INDEX events_age ON events (at);

-- Work after the commit. Claimed by a lease; the token fences a worker that lost it.
CREATE TABLE jobs (
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
CREATE UNIQUE INDEX jobs_key ON jobs (key) WHERE finished_at IS NULL;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished_at ON jobs (finished_at);

-- Saved answers of writing requests, kept for a day.
CREATE TABLE idempotency_keys (
    employee_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (employee_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

-- Who changed what, append-only. Rows are sealed in order by the relay: each seal covers the row and the seal before it.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    seq INTEGER,
    at TEXT NOT NULL,
    employee_id INTEGER,
    action TEXT NOT NULL,
    subject INTEGER NOT NULL,
    subject_kind TEXT NOT NULL,
    before TEXT,
    after TEXT,
    request_id TEXT,
    seal TEXT,
    CONSTRAINT audit_sealed CHECK ((seq IS NULL) = (seal IS NULL))
) STRICT;
CREATE UNIQUE INDEX audit_seq ON audit (seq);
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;
CREATE INDEX audit_subject ON audit (subject, id);

-- The audit log is append-only. The one change a row may see is its seal.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN OLD.seq IS NOT NULL OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.employee_id IS NOT OLD.employee_id
    OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject OR NEW.subject_kind <> OLD.subject_kind
    OR NEW.before IS NOT OLD.before OR NEW.after IS NOT OLD.after OR NEW.request_id IS NOT OLD.request_id
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
