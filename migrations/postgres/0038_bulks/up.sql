-- One action for many clients. `behind` is the last client that was gathered, and then the last item that the work at hand has looked at; what is done, for whom
-- and the counts are documents, because they are read and written with the action as a whole.
CREATE TABLE bulks (
    id BIGINT PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT bulks_state_word CHECK (state IN ('gathering', 'running', 'done', 'undoing', 'undone')),
    action TEXT COLLATE "C" NOT NULL,
    whom TEXT COLLATE "C" NOT NULL,
    total INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    behind BIGINT NOT NULL,
    fates TEXT COLLATE "C" NOT NULL,
    -- On whose behalf the work is done.
    created_by BIGINT NOT NULL REFERENCES employees (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    undone_at TIMESTAMP,
    version BIGINT NOT NULL,
    CONSTRAINT bulks_finished CHECK ((state IN ('done', 'undoing', 'undone')) = (finished_at IS NOT NULL))
);
CREATE INDEX bulks_working ON bulks (updated_at, id) WHERE state IN ('gathering', 'running', 'undoing');
CREATE INDEX bulks_creator ON bulks (created_by, id);
CREATE INDEX bulks_old ON bulks (updated_at) WHERE state IN ('done', 'undone');

-- For whom, what became of each, and what undoing needs: the card before and after, or what was made and how it stood then.
CREATE TABLE bulk_items (
    bulk_id BIGINT NOT NULL REFERENCES bulks (id),
    number INTEGER NOT NULL,
    client_id BIGINT NOT NULL,
    fate TEXT COLLATE "C"
        CONSTRAINT bulk_items_fate_word CHECK (fate IN ('changed', 'unchanged', 'skipped', 'returned', 'kept')),
    hindrance TEXT COLLATE "C",
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    task_id BIGINT,
    chain_id BIGINT,
    stamp BIGINT,
    PRIMARY KEY (bulk_id, number)
);
CREATE INDEX bulk_items_fate ON bulk_items (bulk_id, fate, number);

-- The bell says that a long one has ended.
ALTER TABLE notices DROP CONSTRAINT notices_kind_word;
ALTER TABLE notices ADD CONSTRAINT notices_kind_word
    CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered', 'imported', 'bulk_done'));
