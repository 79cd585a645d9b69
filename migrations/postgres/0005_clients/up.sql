-- People. `next_due_sort` and `last_contact_sort` are never null, so that both databases sort alike: an instant far ahead or far back stands for none.
CREATE TABLE clients (
    id BIGINT PRIMARY KEY,
    surname TEXT COLLATE "C",
    given TEXT COLLATE "C",
    patronymic TEXT COLLATE "C",
    sort_key TEXT COLLATE "C" NOT NULL,
    birth_date DATE,
    stage TEXT COLLATE "C" NOT NULL
        CONSTRAINT clients_stage_word CHECK (stage IN ('lead', 'client', 'former')),
    source_id BIGINT REFERENCES dictionary_values (id),
    responsible_id BIGINT REFERENCES employees (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    note TEXT COLLATE "C",
    no_calls BOOLEAN NOT NULL,
    no_sms BOOLEAN NOT NULL,
    no_emails BOOLEAN NOT NULL,
    no_messengers BOOLEAN NOT NULL,
    next_due_sort TIMESTAMP NOT NULL,
    last_contact_sort TIMESTAMP NOT NULL,
    created_by BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP,
    CONSTRAINT clients_named CHECK (surname IS NOT NULL OR given IS NOT NULL)
);
CREATE INDEX clients_by_name ON clients (sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_of_branch ON clients (branch_id, sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_of_responsible ON clients (responsible_id, sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX clients_by_next ON clients (next_due_sort, id) WHERE archived_at IS NULL;
CREATE INDEX clients_by_contact ON clients (last_contact_sort, id) WHERE archived_at IS NULL;
CREATE INDEX clients_source ON clients (source_id);

-- Phones in the order of the card.
CREATE TABLE client_phones (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    e164 TEXT COLLATE "C" NOT NULL,
    display TEXT COLLATE "C" NOT NULL,
    typed TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C",
    do_not_call BOOLEAN NOT NULL,
    PRIMARY KEY (client_id, position)
);
CREATE INDEX client_phones_number ON client_phones (e164);

-- E-mail addresses in the order of the card.
CREATE TABLE client_emails (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client_id, position)
);

-- Messenger addresses in the order of the card.
CREATE TABLE client_messengers (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    position INTEGER NOT NULL,
    messenger TEXT COLLATE "C" NOT NULL
        CONSTRAINT client_messengers_messenger_word CHECK (messenger IN ('telegram', 'whatsapp', 'viber', 'instagram', 'vk', 'other')),
    address TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client_id, position)
);

-- Tags; the key is the folded name.
CREATE TABLE client_tags (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    key TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client_id, key)
);
CREATE INDEX client_tags_key ON client_tags (key, client_id);

-- Family and the like, from one card to another.
CREATE TABLE client_relations (
    client_id BIGINT NOT NULL REFERENCES clients (id),
    other_id BIGINT NOT NULL REFERENCES clients (id),
    kind TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (client_id, other_id),
    CONSTRAINT client_relations_other_one CHECK (client_id <> other_id)
);
CREATE INDEX client_relations_other ON client_relations (other_id);

-- Folded beginnings by which a client is found: name words, digits of phones and their tails, e-mail, tags.
CREATE TABLE client_tokens (
    token TEXT COLLATE "C" NOT NULL,
    client_id BIGINT NOT NULL REFERENCES clients (id),
    PRIMARY KEY (token, client_id)
);
CREATE INDEX client_tokens_client ON client_tokens (client_id, token);
