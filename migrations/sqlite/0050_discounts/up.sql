-- What a club gives to some of its clients. It gives a part of the price (in hundredths of a per cent), or a sum in minor units, or a benefit without a figure.
CREATE TABLE discounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    percent INTEGER CHECK (percent BETWEEN 1 AND 10000),
    amount INTEGER CHECK (amount > 0),
    currency TEXT,
    -- A grant names the document that was shown.
    document INTEGER NOT NULL CHECK (document IN (0, 1)),
    note TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT,
    CONSTRAINT discounts_one_figure CHECK (percent IS NULL OR amount IS NULL),
    CONSTRAINT discounts_currency CHECK ((amount IS NULL) = (currency IS NULL))
) STRICT;
CREATE UNIQUE INDEX discounts_name ON discounts (sort_key) WHERE archived_at IS NULL;

-- Discounts of clients, from a day until another, both included. Two of one discount share no day, except where two cards were made one: so no index says it.
CREATE TABLE client_discounts (
    id INTEGER PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    discount_id INTEGER NOT NULL REFERENCES discounts (id),
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    document TEXT,
    note TEXT,
    granted_by INTEGER,
    granted_at TEXT NOT NULL,
    withdrawn_by INTEGER,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT client_discounts_days CHECK (valid_until >= valid_from)
) STRICT;
CREATE INDEX client_discounts_of_client ON client_discounts (client_id, id);
CREATE INDEX client_discounts_of_discount ON client_discounts (discount_id, client_id) WHERE withdrawn_at IS NULL;
CREATE INDEX client_discounts_ending ON client_discounts (valid_until, client_id) WHERE withdrawn_at IS NULL;

-- A merge takes the discounts of a person along.
CREATE TABLE merge_moves_rebuilt (
    merge_id INTEGER NOT NULL REFERENCES merges (id),
    kind TEXT NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'file', 'discount', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id INTEGER NOT NULL,
    beside INTEGER NOT NULL,
    was TEXT,
    PRIMARY KEY (merge_id, kind, row_id, beside)
) STRICT, WITHOUT ROWID;
INSERT INTO merge_moves_rebuilt SELECT merge_id, kind, row_id, beside, was FROM merge_moves;
DROP TABLE merge_moves;
ALTER TABLE merge_moves_rebuilt RENAME TO merge_moves;

-- Giving discounts is a right of its own. Built-in roles of a database made before get it as far as new databases give it; where the owner has it, the roles are as
-- somebody wanted them.
CREATE TEMPORARY TABLE discountless AS
SELECT id, CASE built_in WHEN 'owner' THEN 'all' ELSE 'branch' END AS scope
FROM roles
WHERE built_in IN ('owner', 'manager', 'operator')
    AND id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.discount')
    AND EXISTS (
        SELECT 1 FROM roles AS owners
        WHERE owners.built_in = 'owner'
            AND owners.id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.discount')
    );
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.discount', scope FROM discountless;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM discountless);
DROP TABLE discountless;
