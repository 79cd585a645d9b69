DELETE FROM role_permissions WHERE permission = 'client.discount';
DROP TABLE client_discounts;
DROP TABLE discounts;

DELETE FROM merge_moves WHERE kind = 'discount';
ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_kind_word;
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind_word
    CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'file', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted'));
