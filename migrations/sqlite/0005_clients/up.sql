-- People. `next_due_sort` and `last_contact_sort` are never null, so that both databases sort alike: an instant far ahead or far back stands for none.
CREATE TABLE clients (
    id INTEGER PRIMARY KEY,
    surname TEXT,
    given TEXT,
    patronymic TEXT,
    sort_key TEXT NOT NULL,
    birth_date TEXT,
    stage TEXT NOT NULL
        CONSTRAINT clients_stage_word CHECK (stage IN ('lead', 'client', 'former')),
    source_id INTEGER REFERENCES dictionary_values (id),
    responsible_id INTEGER REFERENCES employees (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    note TEXT,
    no_calls INTEGER NOT NULL CHECK (no_calls IN (0, 1)),
    no_sms INTEGER NOT NULL CHECK (no_sms IN (0, 1)),
    no_emails INTEGER NOT NULL CHECK (no_emails IN (0, 1)),
    no_messengers INTEGER NOT NULL CHECK (no_messengers IN (0, 1)),
    next_due_sort TEXT NOT NULL,
    last_contact_sort TEXT NOT NULL,
    created_by INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT,
    CONSTRAINT clients_named CHECK (surname IS NOT NULL OR given IS NOT NULL)
) STRICT;
CREATE INDEX clients_by_name ON clients (sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_of_branch ON clients (branch_id, sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_of_responsible ON clients (responsible_id, sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_by_next ON clients (next_due_sort, id) WHERE archived_at IS NULL;
CREATE INDEX clients_by_contact ON clients (last_contact_sort, id) WHERE archived_at IS NULL;
CREATE INDEX clients_source ON clients (source_id);

-- Phones in the order of the card.
CREATE TABLE client_phones (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    e164 TEXT NOT NULL,
    display TEXT NOT NULL,
    typed TEXT NOT NULL,
    label TEXT,
    do_not_call INTEGER NOT NULL CHECK (do_not_call IN (0, 1)),
    PRIMARY KEY (client_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_phones_number ON client_phones (e164);

-- E-mail addresses in the order of the card.
CREATE TABLE client_emails (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (client_id, position)
) STRICT, WITHOUT ROWID;

-- Messenger addresses in the order of the card.
CREATE TABLE client_messengers (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    messenger TEXT NOT NULL
        CONSTRAINT client_messengers_messenger_word CHECK (messenger IN ('telegram', 'whatsapp', 'viber', 'instagram', 'vk', 'other')),
    address TEXT NOT NULL,
    PRIMARY KEY (client_id, position)
) STRICT, WITHOUT ROWID;

-- Tags; the key is the folded name.
CREATE TABLE client_tags (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (client_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_tags_key ON client_tags (key, client_id);

-- Family and the like, from one card to another.
CREATE TABLE client_relations (
    client_id INTEGER NOT NULL REFERENCES clients (id),
    other_id INTEGER NOT NULL REFERENCES clients (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (client_id, other_id),
    CONSTRAINT client_relations_other_one CHECK (client_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_relations_other ON client_relations (other_id);

-- Folded beginnings by which a client is found: name words, digits of phones and their tails, e-mail, tags.
CREATE TABLE client_tokens (
    token TEXT NOT NULL,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    PRIMARY KEY (token, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_tokens_client ON client_tokens (client_id, token);
