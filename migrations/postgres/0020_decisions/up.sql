-- A completion says which version of its process decided it: chains go over to other versions, decisions do not.
ALTER TABLE completions ADD COLUMN version_id BIGINT;
-- Of the past only what is certain: chains that no transfer ever took are on the version they began with.
UPDATE completions SET version_id = chains.version_id FROM chains
    WHERE chains.id = completions.chain_id
    AND NOT EXISTS (SELECT 1 FROM transferred_chains WHERE transferred_chains.chain_id = completions.chain_id AND transferred_chains.outcome IN ('moved', 'kept'));
-- In whose hands its task was: whoever may see only his own work asks for numbers of it without a look at every task. A done task is given to nobody else.
ALTER TABLE completions ADD COLUMN assignee_id BIGINT;
ALTER TABLE completions ADD COLUMN pool_role_id BIGINT;
UPDATE completions SET assignee_id = tasks.assignee_id, pool_role_id = tasks.pool_role_id FROM tasks WHERE tasks.id = completions.task_id;
DROP INDEX completions_process;
CREATE INDEX completions_process ON completions (process_id, step, result_id, completed_at, made_at, branch_id, assignee_id, pool_role_id, chain_id, taken_back_at)
    WHERE taken_back_at IS NULL;
-- What happens next with a client is his own next step; an errand is that only when there is nothing else.
UPDATE clients SET next_due_sort = (
        SELECT coalesce(min(found.own), min(found.errand)) FROM (
            SELECT CASE WHEN tasks.side_of_id IS NULL THEN tasks.due_sort END AS own, tasks.due_sort AS errand FROM tasks
                WHERE tasks.client_id = clients.id AND tasks.closed_at IS NULL
            UNION ALL
            SELECT chains.wake_at, chains.wake_at FROM chains WHERE chains.client_id = clients.id AND chains.wake_at IS NOT NULL
        ) AS found
    ) WHERE clients.id IN (SELECT tasks.client_id FROM tasks WHERE tasks.side_of_id IS NOT NULL AND tasks.closed_at IS NULL);
