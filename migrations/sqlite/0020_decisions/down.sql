DROP INDEX completions_process;
CREATE INDEX completions_process ON completions (process_id, step, result_id, completed_at, made_at, branch_id, task_id, chain_id, taken_back_at)
    WHERE taken_back_at IS NULL;
ALTER TABLE completions DROP COLUMN pool_role_id;
ALTER TABLE completions DROP COLUMN assignee_id;
ALTER TABLE completions DROP COLUMN version_id;
