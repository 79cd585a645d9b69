-- A version may be published beside the present one, for a comparison: new chains are split between the two.
ALTER TABLE process_versions ADD COLUMN beside INTEGER NOT NULL DEFAULT 0
    CONSTRAINT process_versions_beside_published CHECK (beside IN (0, 1) AND (beside = 0 OR state = 'published'));
DROP INDEX process_versions_published;
CREATE UNIQUE INDEX process_versions_published ON process_versions (process_id) WHERE state = 'published' AND beside = 0;
CREATE UNIQUE INDEX process_versions_compared ON process_versions (process_id) WHERE beside = 1;

-- What is compared, on which terms, and how it ended. At most one comparison of a process runs.
CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY,
    process_id INTEGER NOT NULL REFERENCES processes (id),
    present_id INTEGER NOT NULL REFERENCES process_versions (id),
    challenger_id INTEGER NOT NULL REFERENCES process_versions (id),
    share INTEGER NOT NULL CONSTRAINT comparisons_share CHECK (share BETWEEN 1 AND 99),
    days INTEGER NOT NULL,
    difference INTEGER NOT NULL,
    planned_present INTEGER NOT NULL,
    planned_challenger INTEGER NOT NULL,
    counted_from TEXT NOT NULL,
    started_by INTEGER,
    started_at TEXT NOT NULL,
    ended_by INTEGER,
    ended_at TEXT,
    kept TEXT
        CONSTRAINT comparisons_kept_word CHECK (kept IN ('present', 'challenger')),
    report TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT comparisons_two CHECK (present_id <> challenger_id),
    CONSTRAINT comparisons_ended CHECK ((ended_at IS NULL) = (kept IS NULL) AND (ended_at IS NULL) = (report IS NULL))
) STRICT;
CREATE UNIQUE INDEX comparisons_running ON comparisons (process_id) WHERE ended_at IS NULL;
CREATE INDEX comparisons_process ON comparisons (process_id, id);

-- Each client counts once, with the first chain that began while the comparison ran.
CREATE TABLE compared_chains (
    comparison_id INTEGER NOT NULL REFERENCES comparisons (id),
    client_id INTEGER NOT NULL REFERENCES clients (id),
    chain_id INTEGER NOT NULL REFERENCES chains (id),
    side TEXT NOT NULL
        CONSTRAINT compared_chains_side_word CHECK (side IN ('present', 'challenger')),
    began_at TEXT NOT NULL,
    PRIMARY KEY (comparison_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX compared_chains_chain ON compared_chains (chain_id);
CREATE INDEX compared_chains_client ON compared_chains (client_id);
