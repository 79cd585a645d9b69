-- A day's queue and its headings are counted and sorted from the index alone; rows are read only for the page that is shown.
DROP INDEX tasks_my_day;
CREATE INDEX tasks_my_day ON tasks (assignee_id, due_sort, id, priority, due_at, branch_id, closed_at) WHERE closed_at IS NULL;
DROP INDEX tasks_pool;
CREATE INDEX tasks_pool ON tasks (pool_role_id, branch_id, due_sort, id, priority, due_at, closed_at) WHERE closed_at IS NULL;
