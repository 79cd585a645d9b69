-- Named lists of values.
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX dictionaries_name ON dictionaries (sort_key) WHERE archived_at IS NULL;

-- Values in their order. A merged one points to the value that counts for it.
CREATE TABLE dictionary_values (
    id INTEGER PRIMARY KEY,
    dictionary_id INTEGER NOT NULL REFERENCES dictionaries (id),
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    merged_into INTEGER REFERENCES dictionary_values (id),
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX dictionary_values_name ON dictionary_values (dictionary_id, sort_key) WHERE archived_at IS NULL;
CREATE INDEX dictionary_values_order ON dictionary_values (dictionary_id, position);

-- How a piece of work can end.
CREATE TABLE results (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    outcome TEXT NOT NULL
        CONSTRAINT results_outcome_word CHECK (outcome IN ('goal', 'progress', 'postponed', 'no_contact', 'refusal', 'invalid')),
    reached_human INTEGER NOT NULL CHECK (reached_human IN (0, 1)),
    do_not_contact INTEGER NOT NULL CHECK (do_not_contact IN (0, 1)),
    "instant" INTEGER NOT NULL CHECK ("instant" IN (0, 1)),
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX results_name ON results (sort_key) WHERE archived_at IS NULL;

-- Extra fields of a result, in order; removed ones keep their key for ever.
CREATE TABLE result_fields (
    id INTEGER PRIMARY KEY,
    result_id INTEGER NOT NULL REFERENCES results (id),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL
        CONSTRAINT result_fields_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    help TEXT,
    limits TEXT NOT NULL,
    dictionary_id INTEGER REFERENCES dictionaries (id),
    position INTEGER NOT NULL,
    removed_at TEXT
) STRICT;
CREATE UNIQUE INDEX result_fields_key ON result_fields (result_id, key);
CREATE INDEX result_fields_dictionary ON result_fields (dictionary_id);

-- What kind of work there is.
CREATE TABLE templates (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    task_type TEXT NOT NULL
        CONSTRAINT templates_task_type_word CHECK (task_type IN ('client_call', 'client_task', 'campaign_call', 'internal')),
    instruction TEXT,
    priority INTEGER NOT NULL CONSTRAINT templates_priority_rank CHECK (priority BETWEEN 0 AND 2),
    planned_minutes INTEGER,
    default_due TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX templates_name ON templates (sort_key) WHERE archived_at IS NULL;

-- The results a template offers; the position is the hotkey, from 0.
CREATE TABLE template_results (
    template_id INTEGER NOT NULL REFERENCES templates (id),
    result_id INTEGER NOT NULL REFERENCES results (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (template_id, result_id),
    CONSTRAINT template_results_nine CHECK (position BETWEEN 0 AND 8)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX template_results_position ON template_results (template_id, position);
CREATE INDEX template_results_result ON template_results (result_id);
