DROP TABLE file_leftovers;
DROP TABLE file_versions;
DROP TABLE files;
DELETE FROM merge_moves WHERE kind = 'file';
ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_kind_word;
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind_word
    CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted'));
