DROP INDEX tasks_client_open;
