-- A sleeping chain may wait for another process that it called: it wakes when that one is over, and on its date at the latest.
-- No reference: the called chain is made after its caller, and rows move between databases in the order in which they were made.
ALTER TABLE chains ADD COLUMN waits_for INTEGER;
ALTER TABLE chains ADD COLUMN call TEXT
    CONSTRAINT chains_call CHECK ((call IS NULL) = (waits_for IS NULL) AND (call IS NULL OR wake_at IS NOT NULL));
CREATE INDEX chains_waits_for ON chains (waits_for) WHERE waits_for IS NOT NULL;
