DROP INDEX tasks_side_of;
ALTER TABLE tasks DROP COLUMN cause_id;
ALTER TABLE tasks DROP COLUMN side_of_id;
