DROP TABLE client_consents;
