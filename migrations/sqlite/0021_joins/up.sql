-- A sleeping chain may wait for its errands: it wakes when the last of them is done or cancelled, and on its date at the latest.
ALTER TABLE chains ADD COLUMN joins INTEGER NOT NULL DEFAULT 0
    CONSTRAINT chains_joins CHECK (joins IN (0, 1) AND (joins = 0 OR wake_at IS NOT NULL));
CREATE INDEX chains_joining ON chains (id) WHERE joins;
