DROP TABLE client_tokens;
DROP TABLE client_relations;
DROP TABLE client_tags;
DROP TABLE client_messengers;
DROP TABLE client_emails;
DROP TABLE client_phones;
DROP TABLE clients;
