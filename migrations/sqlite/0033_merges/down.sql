-- The right that was granted stays: new databases have it from the beginning.
DROP TABLE duplicate_looks;
DROP TRIGGER client_relations_unlooked;
DROP TRIGGER client_emails_unlooked;
DROP TRIGGER client_phones_unlooked;
DROP TRIGGER clients_unlooked_update;
DROP TRIGGER clients_unlooked_insert;
DROP TABLE unlooked_clients;
DROP TABLE client_keys;
DROP TABLE duplicates;
DROP INDEX client_emails_email;
DROP TABLE merge_moves;
DROP TABLE merges;
