-- Rows of a file come and go in bites, so that nobody waits for a large one: until `hidden_until` is empty, the import is not there for
-- anybody; what is still hidden after that instant is swept away.
ALTER TABLE imports ADD COLUMN hidden_until TIMESTAMP;
CREATE INDEX imports_hidden ON imports (hidden_until) WHERE hidden_until IS NOT NULL;

-- The bell says that an import has ended.
ALTER TABLE notices DROP CONSTRAINT notices_kind_word;
ALTER TABLE notices ADD CONSTRAINT notices_kind_word
    CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered', 'imported'));
