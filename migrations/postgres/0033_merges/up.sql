-- Two cards of one person made one: `other` is archived and leads to `kept`. For 30 days both can be had back: `before` and `after` are the kept card's own members
-- as the merge found and as it left them; what it moved stands row by row in `merge_moves`. At most one merge of a card counts.
CREATE TABLE merges (
    id BIGINT PRIMARY KEY,
    kept_id BIGINT NOT NULL REFERENCES clients (id),
    other_id BIGINT NOT NULL REFERENCES clients (id),
    merged_by BIGINT,
    merged_at TIMESTAMP NOT NULL,
    before TEXT COLLATE "C" NOT NULL,
    after TEXT COLLATE "C" NOT NULL,
    tally TEXT COLLATE "C" NOT NULL,
    other_archived_at TIMESTAMP,
    entry_id BIGINT NOT NULL,
    undone_by BIGINT,
    undone_at TIMESTAMP,
    remains TEXT COLLATE "C",
    version BIGINT NOT NULL,
    CONSTRAINT merges_two CHECK (kept_id <> other_id),
    CONSTRAINT merges_undone CHECK ((undone_at IS NULL) = (remains IS NULL))
);
CREATE UNIQUE INDEX merges_other ON merges (other_id) WHERE undone_at IS NULL;
CREATE INDEX merges_kept ON merges (kept_id, id);
CREATE INDEX merges_of_other ON merges (other_id, id);

-- What a merge moved from card to card, by the row's number (`beside` is the second half of a key of two), and what it changed of the row besides.
CREATE TABLE merge_moves (
    merge_id BIGINT NOT NULL REFERENCES merges (id),
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id BIGINT NOT NULL,
    beside BIGINT NOT NULL,
    was TEXT COLLATE "C",
    PRIMARY KEY (merge_id, kind, row_id, beside)
);

-- A card is looked for by its addresses.
CREATE INDEX client_emails_email ON client_emails (email);

-- Two cards that may be one person. `one_id` is the smaller number. Who said that they are two is remembered.
CREATE TABLE duplicates (
    id BIGINT PRIMARY KEY,
    one_id BIGINT NOT NULL REFERENCES clients (id),
    other_id BIGINT NOT NULL REFERENCES clients (id),
    certainty TEXT COLLATE "C" NOT NULL
        CONSTRAINT duplicates_certainty_word CHECK (certainty IN ('certain', 'likely', 'possible')),
    rank INTEGER NOT NULL,
    reasons TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT duplicates_state_word CHECK (state IN ('open', 'dismissed', 'merged')),
    found_at TIMESTAMP NOT NULL,
    decided_by BIGINT,
    decided_at TIMESTAMP,
    merge_id BIGINT,
    version BIGINT NOT NULL,
    CONSTRAINT duplicates_order CHECK (one_id < other_id),
    CONSTRAINT duplicates_decided CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX duplicates_pair ON duplicates (one_id, other_id);
CREATE INDEX duplicates_other ON duplicates (other_id);
CREATE INDEX duplicates_state ON duplicates (state, rank, id);

-- Keys under which cards of one person meet: folded names, and names with a birthday.
CREATE TABLE client_keys (
    key TEXT COLLATE "C" NOT NULL,
    client_id BIGINT NOT NULL REFERENCES clients (id),
    PRIMARY KEY (key, client_id)
);
CREATE INDEX client_keys_client ON client_keys (client_id);

-- Cards that changed since duplicates were looked for. Written by triggers, so that no way of changing a card escapes.
CREATE TABLE unlooked_clients (
    client_id BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO unlooked_clients (client_id) SELECT id FROM clients WHERE archived_at IS NULL;

CREATE FUNCTION client_unlooked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unlooked_clients (client_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE FUNCTION client_contact_unlooked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unlooked_clients (client_id) VALUES (NEW.client_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER clients_unlooked_insert AFTER INSERT ON clients FOR EACH ROW EXECUTE FUNCTION client_unlooked();
CREATE TRIGGER clients_unlooked_update AFTER UPDATE OF surname, given, patronymic, birth_date, archived_at ON clients FOR EACH ROW
    WHEN (OLD.surname IS DISTINCT FROM NEW.surname OR OLD.given IS DISTINCT FROM NEW.given OR OLD.patronymic IS DISTINCT FROM NEW.patronymic
        OR OLD.birth_date IS DISTINCT FROM NEW.birth_date OR OLD.archived_at IS DISTINCT FROM NEW.archived_at)
    EXECUTE FUNCTION client_unlooked();
CREATE TRIGGER client_phones_unlooked AFTER INSERT ON client_phones FOR EACH ROW EXECUTE FUNCTION client_contact_unlooked();
CREATE TRIGGER client_emails_unlooked AFTER INSERT ON client_emails FOR EACH ROW EXECUTE FUNCTION client_contact_unlooked();
-- Relatives are no duplicates.
CREATE TRIGGER client_relations_unlooked AFTER INSERT ON client_relations FOR EACH ROW EXECUTE FUNCTION client_contact_unlooked();

-- Looks for duplicates: by night, or asked for. One at a time; what is left to look at stands above.
CREATE TABLE duplicate_looks (
    id BIGINT PRIMARY KEY,
    asked_by BIGINT,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    looked INTEGER NOT NULL,
    found INTEGER NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX duplicate_looks_running ON duplicate_looks ((finished_at IS NULL)) WHERE finished_at IS NULL;

-- Merging has become a right of its own. Built-in roles of a database made before get it as far as new databases give it; where the owner has it, the roles are as
-- somebody wanted them.
CREATE TEMPORARY TABLE mergeless AS
SELECT id, CASE built_in WHEN 'owner' THEN 'all' ELSE 'branch' END AS scope
FROM roles
WHERE built_in IN ('owner', 'manager')
    AND id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.merge')
    AND EXISTS (
        SELECT 1 FROM roles AS owners
        WHERE owners.built_in = 'owner'
            AND owners.id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.merge')
    );
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.merge', scope FROM mergeless;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM mergeless);
DROP TABLE mergeless;
