-- Running chains that go over to another version of their process. At most one transfer of a process is at work.
CREATE TABLE transfers (
    id BIGINT PRIMARY KEY,
    process_id BIGINT NOT NULL REFERENCES processes (id),
    version_id BIGINT NOT NULL REFERENCES process_versions (id),
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT transfers_state_word CHECK (state IN ('running', 'done', 'undoing', 'undone')),
    lots TEXT COLLATE "C" NOT NULL,
    total INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    behind BIGINT,
    started_by BIGINT,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    undone_by BIGINT,
    undone_at TIMESTAMP,
    version BIGINT NOT NULL,
    CONSTRAINT transfers_finished CHECK ((state IN ('done', 'undone')) = (finished_at IS NOT NULL)),
    CONSTRAINT transfers_undone CHECK ((state IN ('undoing', 'undone')) = (undone_at IS NOT NULL))
);
CREATE UNIQUE INDEX transfers_at_work ON transfers (process_id) WHERE finished_at IS NULL;
CREATE INDEX transfers_process ON transfers (process_id, id);

-- What became of each chain, and how it was before. `chain_version` and `task_version` are those that the transfer left: whoever
-- has worked on either since has made a later one.
CREATE TABLE transferred_chains (
    transfer_id BIGINT NOT NULL REFERENCES transfers (id),
    chain_id BIGINT NOT NULL REFERENCES chains (id),
    client_id BIGINT NOT NULL REFERENCES clients (id),
    outcome TEXT COLLATE "C" NOT NULL
        CONSTRAINT transferred_chains_outcome_word CHECK (outcome IN ('moved', 'ended', 'returned', 'kept')),
    before TEXT COLLATE "C" NOT NULL,
    chain_version BIGINT NOT NULL,
    task_version BIGINT,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (transfer_id, chain_id)
);
CREATE INDEX transferred_chains_chain ON transferred_chains (chain_id);
CREATE INDEX transferred_chains_client ON transferred_chains (client_id);

-- The timeline gets two more kinds of entries.
ALTER TABLE timeline DROP CONSTRAINT timeline_kind_word;
ALTER TABLE timeline ADD CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'chain_moved', 'chain_returned', 'note', 'client_created', 'client_changed'));
