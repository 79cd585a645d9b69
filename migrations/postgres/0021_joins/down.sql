DROP INDEX chains_joining;
ALTER TABLE chains DROP COLUMN joins;
