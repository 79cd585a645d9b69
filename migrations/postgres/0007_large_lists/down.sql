DROP INDEX chains_in_work;
DROP INDEX tasks_due;
