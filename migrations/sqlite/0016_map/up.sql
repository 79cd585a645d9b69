-- Who sleeps before which step is asked by the step.
ALTER TABLE chains ADD COLUMN wake_step TEXT;
UPDATE chains SET wake_step = json_extract(wake_target, '$.step') WHERE wake_target IS NOT NULL;
CREATE INDEX chains_asleep ON chains (process_id, wake_step, version_id, client_id) WHERE wake_step IS NOT NULL;
-- What a process is asked about its past stands in the completions: one range of one index answers it.
ALTER TABLE completions ADD COLUMN process_id INTEGER;
ALTER TABLE completions ADD COLUMN step TEXT;
ALTER TABLE completions ADD COLUMN made_at TEXT;
UPDATE completions SET process_id = chains.process_id FROM chains WHERE chains.id = completions.chain_id;
UPDATE completions SET step = tasks.step, made_at = tasks.created_at FROM tasks WHERE tasks.id = completions.task_id;
CREATE INDEX completions_process ON completions (process_id, step, result_id, completed_at, made_at, branch_id, task_id, chain_id, taken_back_at)
    WHERE taken_back_at IS NULL;
