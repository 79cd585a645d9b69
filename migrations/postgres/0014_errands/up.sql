-- Errands: side tasks that a result of a chain made for somebody else. They are not steps of the chain; the chain and the completion are named,
-- so that one can ask which of them are done, and why a task is there.
ALTER TABLE tasks ADD COLUMN side_of_id BIGINT REFERENCES chains (id);
ALTER TABLE tasks ADD COLUMN cause_id BIGINT;
CREATE INDEX tasks_side_of ON tasks (side_of_id, id) WHERE side_of_id IS NOT NULL;
