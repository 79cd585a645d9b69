DROP TABLE compared_chains;
DROP TABLE comparisons;
UPDATE process_versions SET state = 'retired', retired_at = published_at, beside = 0 WHERE beside = 1;
DROP INDEX process_versions_compared;
DROP INDEX process_versions_published;
CREATE UNIQUE INDEX process_versions_published ON process_versions (process_id) WHERE state = 'published';
ALTER TABLE process_versions DROP COLUMN beside;
