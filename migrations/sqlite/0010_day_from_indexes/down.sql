DROP INDEX tasks_my_day;
CREATE INDEX tasks_my_day ON tasks (assignee_id, due_sort, id) WHERE closed_at IS NULL;
DROP INDEX tasks_pool;
CREATE INDEX tasks_pool ON tasks (pool_role_id, branch_id, due_sort, id) WHERE closed_at IS NULL;
