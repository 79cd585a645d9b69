-- The one organisation of this database; absent until the set-up.
CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL
        CONSTRAINT organisation_language_word CHECK (language IN ('ru', 'en', 'ro')),
    currency TEXT COLLATE "C" NOT NULL,
    phone_country TEXT COLLATE "C" NOT NULL,
    week_start TEXT COLLATE "C" NOT NULL
        CONSTRAINT organisation_week_start_word CHECK (week_start IN ('monday', 'sunday')),
    name_order TEXT COLLATE "C" NOT NULL
        CONSTRAINT organisation_name_order_word CHECK (name_order IN ('given_first', 'surname_first')),
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT one_organisation CHECK (id = 1)
);

-- What all servers of the organisation share and nobody else knows: the key of access tokens.
CREATE TABLE secrets (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The change feed. Rows are written without a sequence number; one relay numbers what is committed, so that a reader never skips a slower transaction.
CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    seq BIGINT,
    topic TEXT COLLATE "C" NOT NULL,
    subject BIGINT NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    branch_id BIGINT,
    employee_id BIGINT,
    at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX events_seq ON events (seq);
CREATE INDEX events_unnumbered ON events (id) WHERE seq IS NULL;
CREATE INDEX events_age ON events (at);

-- Work after the commit. Claimed by a lease; the token fences a worker that lost it.
CREATE TABLE jobs (
    id BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C",
    payload TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT jobs_state_word CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until TIMESTAMP,
    lease_token BIGINT NOT NULL,
    last_error TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    CONSTRAINT jobs_finished CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL))
);
CREATE UNIQUE INDEX jobs_key ON jobs (key) WHERE finished_at IS NULL;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished_at ON jobs (finished_at);

-- Saved answers of writing requests, kept for a day.
CREATE TABLE idempotency_keys (
    employee_id BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    request_hash TEXT COLLATE "C" NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (employee_id, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

-- Who changed what, append-only. Rows are sealed in order by the relay: each seal covers the row and the seal before it.
CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    seq BIGINT,
    at TIMESTAMP NOT NULL,
    employee_id BIGINT,
    action TEXT COLLATE "C" NOT NULL,
    subject BIGINT NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    request_id TEXT COLLATE "C",
    seal TEXT COLLATE "C",
    CONSTRAINT audit_sealed CHECK ((seq IS NULL) = (seal IS NULL))
);
CREATE UNIQUE INDEX audit_seq ON audit (seq);
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;
CREATE INDEX audit_subject ON audit (subject, id);

-- The audit log is append-only. The one change a row may see is its seal.
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
        AND (NEW.id, NEW.at, NEW.employee_id, NEW.action, NEW.subject, NEW.subject_kind, NEW.before, NEW.after, NEW.request_id)
        IS NOT DISTINCT FROM
        (OLD.id, OLD.at, OLD.employee_id, OLD.action, OLD.subject, OLD.subject_kind, OLD.before, OLD.after, OLD.request_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
