-- Addresses of other programs that are told what happens. Calls are signed with the secret; for a day after it was changed, with the one before too.
CREATE TABLE hooks (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    secret TEXT COLLATE "C" NOT NULL,
    old_secret TEXT COLLATE "C",
    old_secret_until TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP,
    CONSTRAINT hooks_old_secret CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);
CREATE UNIQUE INDEX hooks_name ON hooks (sort_key) WHERE archived_at IS NULL;

-- A job knows its cause, so that it can be withdrawn with it, and why it failed.
ALTER TABLE jobs ADD COLUMN cause_id BIGINT;
ALTER TABLE jobs ADD COLUMN failure TEXT COLLATE "C";
ALTER TABLE jobs DROP CONSTRAINT jobs_state_word;
ALTER TABLE jobs ADD CONSTRAINT jobs_state_word CHECK (state IN ('waiting', 'running', 'done', 'dead', 'withdrawn'));
ALTER TABLE jobs DROP CONSTRAINT jobs_finished;
ALTER TABLE jobs ADD CONSTRAINT jobs_finished CHECK ((state IN ('done', 'dead', 'withdrawn')) = (finished_at IS NOT NULL));
CREATE INDEX jobs_cause ON jobs (cause_id) WHERE cause_id IS NOT NULL;
CREATE INDEX jobs_state ON jobs (state, id);

-- The bell tells prepared messages, and what could not be delivered.
ALTER TABLE notices ADD COLUMN cause_id BIGINT;
ALTER TABLE notices DROP CONSTRAINT notices_kind_word;
ALTER TABLE notices ADD CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered'));
CREATE INDEX notices_cause ON notices (cause_id) WHERE cause_id IS NOT NULL;
