-- Sets of clients under a name. A live one is its filter, a frozen one is whom the filter found at `frozen_at`.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES employees (id),
    filter TEXT NOT NULL,
    frozen_at TEXT,
    frozen_count INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT,
    CONSTRAINT segments_frozen CHECK ((frozen_at IS NULL) = (frozen_count IS NULL))
) STRICT;
CREATE UNIQUE INDEX segments_name ON segments (sort_key);

-- Who is in a frozen segment. Whoever came by a merge goes with it.
CREATE TABLE segment_members (
    segment_id INTEGER NOT NULL REFERENCES segments (id),
    client_id INTEGER NOT NULL REFERENCES clients (id),
    merge_id INTEGER,
    PRIMARY KEY (segment_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_members_client ON segment_members (client_id, segment_id);
CREATE INDEX segment_members_merge ON segment_members (merge_id) WHERE merge_id IS NOT NULL;
