-- A sleeping chain may wait for its errands: it wakes when the last of them is done or cancelled, and on its date at the latest.
ALTER TABLE chains ADD COLUMN joins BOOLEAN NOT NULL DEFAULT FALSE
    CONSTRAINT chains_joins CHECK (NOT joins OR wake_at IS NOT NULL);
CREATE INDEX chains_joining ON chains (id) WHERE joins;
