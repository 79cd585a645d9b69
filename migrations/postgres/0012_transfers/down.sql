DROP TABLE transferred_chains;
DROP TABLE transfers;
DELETE FROM timeline WHERE kind IN ('chain_moved', 'chain_returned');
ALTER TABLE timeline DROP CONSTRAINT timeline_kind_word;
ALTER TABLE timeline ADD CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'note', 'client_created', 'client_changed'));
