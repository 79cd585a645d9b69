-- What a club of hundreds of thousands of tasks is asked for and had no index of its own.

-- Done and all tasks by when they were due.
CREATE INDEX tasks_due ON tasks (due_sort, id);
-- Running chains, counted by process, version and state without reading their rows.
CREATE INDEX chains_in_work ON chains (process_id, version_id, state, id) WHERE ended_at IS NULL;
