-- What a list of clients shows and whom: filter, columns, order. Its owner's, or everybody's.
CREATE TABLE views (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES employees (id),
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE INDEX views_owner ON views (owner_id, id) WHERE archived_at IS NULL;
CREATE INDEX views_shared ON views (id) WHERE shared AND archived_at IS NULL;
