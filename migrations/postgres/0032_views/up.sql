-- What a list of clients shows and whom: filter, columns, order. Its owner's, or everybody's.
CREATE TABLE views (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES employees (id),
    shared BOOLEAN NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE INDEX views_owner ON views (owner_id, id) WHERE archived_at IS NULL;
CREATE INDEX views_shared ON views (id) WHERE shared AND archived_at IS NULL;

-- A text in lower case, without accents, ё as е: what filters look for anywhere in a text. SQLite is taught the same by the program.
CREATE FUNCTION folded(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT translate(
            replace(replace(replace(lower($1 COLLATE "default"), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
            'ёàáâãäåăāąçćčďđèéêëěēęėğģìíîïīįıķłľĺļñńňņòóôõöőøōŕřșşśšțţťùúûüűůūųýÿźżž',
            'еaaaaaaaaacccddeeeeeeeeggiiiiiiikllllnnnnoooooooorrsssstttuuuuuuuuyyzzz'
        ) COLLATE "C"
    $$;
