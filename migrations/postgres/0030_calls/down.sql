DROP INDEX chains_waits_for;
ALTER TABLE chains DROP COLUMN call;
ALTER TABLE chains DROP COLUMN waits_for;
