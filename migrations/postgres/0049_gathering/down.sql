DROP INDEX chains_of_state;
DROP INDEX clients_birthday;
ALTER TABLE clients DROP COLUMN birthday;
