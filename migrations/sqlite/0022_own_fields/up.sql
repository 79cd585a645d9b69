-- The clients' own fields as a whole: the version says which list of them somebody saw.
ALTER TABLE organisation ADD COLUMN client_form_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN client_form_at TEXT;

-- The fields a club has added to the cards of its clients, in order; removed ones keep their key and their answers.
CREATE TABLE client_fields (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL
        CONSTRAINT client_fields_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    help TEXT,
    limits TEXT NOT NULL,
    dictionary_id INTEGER REFERENCES dictionaries (id),
    position INTEGER NOT NULL,
    removed_at TEXT
) STRICT;
CREATE UNIQUE INDEX client_fields_key ON client_fields (key);
CREATE INDEX client_fields_dictionary ON client_fields (dictionary_id);

-- Answers to them in typed columns: one row, or one for each chosen value.
CREATE TABLE client_values (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    field_id INTEGER NOT NULL REFERENCES client_fields (id),
    item INTEGER NOT NULL,
    "text" TEXT,
    "number" INTEGER,
    currency TEXT,
    "date" TEXT,
    "instant" TEXT,
    reference INTEGER,
    PRIMARY KEY (client_id, field_id, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_values_field ON client_values (field_id, client_id);
CREATE INDEX client_values_reference ON client_values (reference) WHERE reference IS NOT NULL;

CREATE TRIGGER client_fields_counted_insert AFTER INSERT ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER client_fields_counted_update AFTER UPDATE ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER client_fields_counted_delete AFTER DELETE ON client_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
