-- Two cards of one person made one: `other` is archived and leads to `kept`. For 30 days both can be had back: `before` and `after` are the kept card's own members
-- as the merge found and as it left them; what it moved stands row by row in `merge_moves`. At most one merge of a card counts.
CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL REFERENCES clients (id),
    other_id INTEGER NOT NULL REFERENCES clients (id),
    merged_by INTEGER,
    merged_at TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    tally TEXT NOT NULL,
    other_archived_at TEXT,
    entry_id INTEGER NOT NULL,
    undone_by INTEGER,
    undone_at TEXT,
    remains TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT merges_two CHECK (kept_id <> other_id),
    CONSTRAINT merges_undone CHECK ((undone_at IS NULL) = (remains IS NULL))
) STRICT;
CREATE UNIQUE INDEX merges_other ON merges (other_id) WHERE undone_at IS NULL;
CREATE INDEX merges_kept ON merges (kept_id, id);
CREATE INDEX merges_of_other ON merges (other_id, id);

-- What a merge moved from card to card, by the row's number (`beside` is the second half of a key of two), and what it changed of the row besides.
CREATE TABLE merge_moves (
    merge_id INTEGER NOT NULL REFERENCES merges (id),
    kind TEXT NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id INTEGER NOT NULL,
    beside INTEGER NOT NULL,
    was TEXT,
    PRIMARY KEY (merge_id, kind, row_id, beside)
) STRICT, WITHOUT ROWID;

-- A card is looked for by its addresses.
CREATE INDEX client_emails_email ON client_emails (email);

-- Two cards that may be one person. `one_id` is the smaller number. Who said that they are two is remembered.
CREATE TABLE duplicates (
    id INTEGER PRIMARY KEY,
    one_id INTEGER NOT NULL REFERENCES clients (id),
    other_id INTEGER NOT NULL REFERENCES clients (id),
    certainty TEXT NOT NULL
        CONSTRAINT duplicates_certainty_word CHECK (certainty IN ('certain', 'likely', 'possible')),
    rank INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    state TEXT NOT NULL
        CONSTRAINT duplicates_state_word CHECK (state IN ('open', 'dismissed', 'merged')),
    found_at TEXT NOT NULL,
    decided_by INTEGER,
    decided_at TEXT,
    merge_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT duplicates_order CHECK (one_id < other_id),
    CONSTRAINT duplicates_decided CHECK ((state = 'open') = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX duplicates_pair ON duplicates (one_id, other_id);
CREATE INDEX duplicates_other ON duplicates (other_id);
CREATE INDEX duplicates_state ON duplicates (state, rank, id);

-- Keys under which cards of one person meet: folded names, and names with a birthday.
CREATE TABLE client_keys (
    key TEXT NOT NULL,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    PRIMARY KEY (key, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_keys_client ON client_keys (client_id);

-- Cards that changed since duplicates were looked for. Written by triggers, so that no way of changing a card escapes.
CREATE TABLE unlooked_clients (
    client_id INTEGER NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO unlooked_clients (client_id) SELECT id FROM clients WHERE archived_at IS NULL;

CREATE TRIGGER clients_unlooked_insert AFTER INSERT ON clients
BEGIN
    INSERT INTO unlooked_clients (client_id) SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM unlooked_clients WHERE client_id = NEW.id);
END;
CREATE TRIGGER clients_unlooked_update AFTER UPDATE OF surname, given, patronymic, birth_date, archived_at ON clients
WHEN OLD.surname IS NOT NEW.surname OR OLD.given IS NOT NEW.given OR OLD.patronymic IS NOT NEW.patronymic
    OR OLD.birth_date IS NOT NEW.birth_date OR OLD.archived_at IS NOT NEW.archived_at
BEGIN
    INSERT INTO unlooked_clients (client_id) SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM unlooked_clients WHERE client_id = NEW.id);
END;
CREATE TRIGGER client_phones_unlooked AFTER INSERT ON client_phones
BEGIN
    INSERT INTO unlooked_clients (client_id) SELECT NEW.client_id WHERE NOT EXISTS (SELECT 1 FROM unlooked_clients WHERE client_id = NEW.client_id);
END;
CREATE TRIGGER client_emails_unlooked AFTER INSERT ON client_emails
BEGIN
    INSERT INTO unlooked_clients (client_id) SELECT NEW.client_id WHERE NOT EXISTS (SELECT 1 FROM unlooked_clients WHERE client_id = NEW.client_id);
END;

-- Relatives are no duplicates.
CREATE TRIGGER client_relations_unlooked AFTER INSERT ON client_relations
BEGIN
    INSERT INTO unlooked_clients (client_id) SELECT NEW.client_id WHERE NOT EXISTS (SELECT 1 FROM unlooked_clients WHERE client_id = NEW.client_id);
END;

-- Looks for duplicates: by night, or asked for. One at a time; what is left to look at stands above.
CREATE TABLE duplicate_looks (
    id INTEGER PRIMARY KEY,
    asked_by INTEGER,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    looked INTEGER NOT NULL,
    found INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX duplicate_looks_running ON duplicate_looks (finished_at IS NULL) WHERE finished_at IS NULL;

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
