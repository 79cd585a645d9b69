DROP INDEX clients_of_stage;
