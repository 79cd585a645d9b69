-- A file has clients or companies; those that were taken in so far had clients. The columns of a saved mapping are those of one of both.
ALTER TABLE imports ADD COLUMN subject TEXT NOT NULL DEFAULT 'clients'
    CONSTRAINT imports_subject_word CHECK (subject IN ('clients', 'companies'));
ALTER TABLE import_rows ADD COLUMN company_id BIGINT;
ALTER TABLE import_mappings ADD COLUMN subject TEXT NOT NULL DEFAULT 'clients'
    CONSTRAINT import_mappings_subject_word CHECK (subject IN ('clients', 'companies'));
DROP INDEX import_mappings_name;
CREATE UNIQUE INDEX import_mappings_name ON import_mappings (subject, sort_key);
