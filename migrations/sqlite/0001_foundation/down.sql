DROP TABLE audit;
DROP TABLE idempotency_keys;
DROP TABLE jobs;
DROP TABLE events;
DROP TABLE secrets;
DROP TABLE organisation;
