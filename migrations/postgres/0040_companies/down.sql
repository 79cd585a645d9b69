DROP TABLE company_tokens;
DROP TABLE company_people;
DROP TABLE companies;
DELETE FROM merge_moves WHERE kind = 'company';
ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_kind_word;
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind_word
    CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted'));
