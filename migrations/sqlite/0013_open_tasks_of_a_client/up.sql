-- Every card and every row of a list of clients shows the next step: without this index, all tasks that the client ever had are read for it.
CREATE INDEX tasks_client_open ON tasks (client_id, due_sort, id) WHERE closed_at IS NULL;
