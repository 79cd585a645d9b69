-- The clients' own fields as a whole: the version says which list of them somebody saw.
ALTER TABLE organisation ADD COLUMN client_form_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN client_form_at TIMESTAMP;

-- The fields a club has added to the cards of its clients, in order; removed ones keep their key and their answers.
CREATE TABLE client_fields (
    id BIGINT PRIMARY KEY,
    key TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT client_fields_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    required BOOLEAN NOT NULL,
    help TEXT COLLATE "C",
    limits TEXT COLLATE "C" NOT NULL,
    dictionary_id BIGINT REFERENCES dictionaries (id),
    position INTEGER NOT NULL,
    removed_at TIMESTAMP
);
CREATE UNIQUE INDEX client_fields_key ON client_fields (key);
CREATE INDEX client_fields_dictionary ON client_fields (dictionary_id);

-- Answers to them in typed columns: one row, or one for each chosen value.
CREATE TABLE client_values (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    field_id BIGINT NOT NULL REFERENCES client_fields (id),
    item INTEGER NOT NULL,
    "text" TEXT COLLATE "C",
    "number" BIGINT,
    currency TEXT COLLATE "C",
    "date" DATE,
    "instant" TIMESTAMP,
    reference BIGINT,
    PRIMARY KEY (client_id, field_id, item)
);
CREATE INDEX client_values_field ON client_values (field_id, client_id);
CREATE INDEX client_values_reference ON client_values (reference) WHERE reference IS NOT NULL;

CREATE TRIGGER client_fields_counted AFTER INSERT OR UPDATE OR DELETE ON client_fields
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
