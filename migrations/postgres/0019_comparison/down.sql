DROP TABLE compared_chains;
DROP TABLE comparisons;
UPDATE process_versions SET state = 'retired', retired_at = published_at, beside = FALSE WHERE beside;
DROP INDEX process_versions_compared;
DROP INDEX process_versions_published;
CREATE UNIQUE INDEX process_versions_published ON process_versions (process_id) WHERE state = 'published';
ALTER TABLE process_versions DROP COLUMN beside;
