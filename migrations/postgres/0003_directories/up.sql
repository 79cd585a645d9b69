-- Named lists of values.
CREATE TABLE dictionaries (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX dictionaries_name ON dictionaries (sort_key) WHERE archived_at IS NULL;

-- Values in their order. A merged one points to the value that counts for it.
CREATE TABLE dictionary_values (
    id BIGINT PRIMARY KEY,
    dictionary_id BIGINT NOT NULL REFERENCES dictionaries (id),
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    merged_into BIGINT REFERENCES dictionary_values (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX dictionary_values_name ON dictionary_values (dictionary_id, sort_key) WHERE archived_at IS NULL;
CREATE INDEX dictionary_values_order ON dictionary_values (dictionary_id, position);

-- How a piece of work can end.
CREATE TABLE results (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL
        CONSTRAINT results_outcome_word CHECK (outcome IN ('goal', 'progress', 'postponed', 'no_contact', 'refusal', 'invalid')),
    reached_human BOOLEAN NOT NULL,
    do_not_contact BOOLEAN NOT NULL,
    "instant" BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX results_name ON results (sort_key) WHERE archived_at IS NULL;

-- Extra fields of a result, in order; removed ones keep their key for ever.
CREATE TABLE result_fields (
    id BIGINT PRIMARY KEY,
    result_id BIGINT NOT NULL REFERENCES results (id),
    key TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT result_fields_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    required BOOLEAN NOT NULL,
    help TEXT COLLATE "C",
    limits TEXT COLLATE "C" NOT NULL,
    dictionary_id BIGINT REFERENCES dictionaries (id),
    position INTEGER NOT NULL,
    removed_at TIMESTAMP
);
CREATE UNIQUE INDEX result_fields_key ON result_fields (result_id, key);
CREATE INDEX result_fields_dictionary ON result_fields (dictionary_id);

-- What kind of work there is.
CREATE TABLE templates (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    task_type TEXT COLLATE "C" NOT NULL
        CONSTRAINT templates_task_type_word CHECK (task_type IN ('client_call', 'client_task', 'campaign_call', 'internal')),
    instruction TEXT COLLATE "C",
    priority SMALLINT NOT NULL CONSTRAINT templates_priority_rank CHECK (priority BETWEEN 0 AND 2),
    planned_minutes INTEGER,
    default_due TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX templates_name ON templates (sort_key) WHERE archived_at IS NULL;

-- The results a template offers; the position is the hotkey, from 0.
CREATE TABLE template_results (
    template_id BIGINT NOT NULL REFERENCES templates (id),
    result_id BIGINT NOT NULL REFERENCES results (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (template_id, result_id),
    CONSTRAINT template_results_nine CHECK (position BETWEEN 0 AND 8)
);
CREATE UNIQUE INDEX template_results_position ON template_results (template_id, position);
CREATE INDEX template_results_result ON template_results (result_id);
