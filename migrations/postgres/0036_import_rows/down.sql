DELETE FROM notices WHERE kind = 'imported';
ALTER TABLE notices DROP CONSTRAINT notices_kind_word;
ALTER TABLE notices ADD CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered'));

DELETE FROM import_keys WHERE import_id IN (SELECT id FROM imports WHERE hidden_until IS NOT NULL);
DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE hidden_until IS NOT NULL);
DELETE FROM import_files WHERE import_id IN (SELECT id FROM imports WHERE hidden_until IS NOT NULL);
DELETE FROM imports WHERE hidden_until IS NOT NULL;
DROP INDEX imports_hidden;
ALTER TABLE imports DROP COLUMN hidden_until;
