-- Sets of clients under a name. A live one is its filter, a frozen one is whom the filter found at `frozen_at`.
CREATE TABLE segments (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES employees (id),
    filter TEXT COLLATE "C" NOT NULL,
    frozen_at TIMESTAMP,
    frozen_count BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP,
    CONSTRAINT segments_frozen CHECK ((frozen_at IS NULL) = (frozen_count IS NULL))
);
CREATE UNIQUE INDEX segments_name ON segments (sort_key);

-- Who is in a frozen segment. Whoever came by a merge goes with it.
CREATE TABLE segment_members (
    segment_id BIGINT NOT NULL REFERENCES segments (id),
    client_id BIGINT NOT NULL REFERENCES clients (id),
    merge_id BIGINT,
    PRIMARY KEY (segment_id, client_id)
);
CREATE INDEX segment_members_client ON segment_members (client_id, segment_id);
CREATE INDEX segment_members_merge ON segment_members (merge_id) WHERE merge_id IS NOT NULL;
