-- The right that was granted stays: new databases have it from the beginning.
DROP TABLE duplicate_looks;
DROP TRIGGER client_relations_unlooked ON client_relations;
DROP TRIGGER client_emails_unlooked ON client_emails;
DROP TRIGGER client_phones_unlooked ON client_phones;
DROP TRIGGER clients_unlooked_update ON clients;
DROP TRIGGER clients_unlooked_insert ON clients;
DROP FUNCTION client_contact_unlooked;
DROP FUNCTION client_unlooked;
DROP TABLE unlooked_clients;
DROP TABLE client_keys;
DROP TABLE duplicates;
DROP INDEX client_emails_email;
DROP TABLE merge_moves;
DROP TABLE merges;
