CREATE TABLE bulk_items_rebuilt (
    bulk_id INTEGER NOT NULL REFERENCES bulks (id),
    number INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    fate TEXT
        CONSTRAINT bulk_items_fate_word CHECK (fate IN ('changed', 'unchanged', 'skipped', 'returned', 'kept')),
    hindrance TEXT,
    before TEXT,
    after TEXT,
    task_id INTEGER,
    chain_id INTEGER,
    stamp INTEGER,
    PRIMARY KEY (bulk_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO bulk_items_rebuilt
    SELECT bulk_id, number, client_id, fate, hindrance, before, after, task_id, chain_id, stamp FROM bulk_items WHERE client_id IS NOT NULL;
DROP TABLE bulk_items;
ALTER TABLE bulk_items_rebuilt RENAME TO bulk_items;
CREATE INDEX bulk_items_fate ON bulk_items (bulk_id, fate, number);
DELETE FROM bulks WHERE subject = 'companies';
ALTER TABLE bulks DROP COLUMN subject;
