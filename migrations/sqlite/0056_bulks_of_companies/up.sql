-- Many companies are changed at once as many clients are: an action is for one of both, and an item names its client or its company.
ALTER TABLE bulks ADD COLUMN subject TEXT NOT NULL DEFAULT 'clients'
    CONSTRAINT bulks_subject_word CHECK (subject IN ('clients', 'companies'));
CREATE TABLE bulk_items_rebuilt (
    bulk_id INTEGER NOT NULL REFERENCES bulks (id),
    number INTEGER NOT NULL,
    client_id INTEGER,
    fate TEXT
        CONSTRAINT bulk_items_fate_word CHECK (fate IN ('changed', 'unchanged', 'skipped', 'returned', 'kept')),
    hindrance TEXT,
    before TEXT,
    after TEXT,
    task_id INTEGER,
    chain_id INTEGER,
    stamp INTEGER,
    company_id INTEGER,
    PRIMARY KEY (bulk_id, number),
    CONSTRAINT bulk_items_one_card CHECK ((client_id IS NULL) <> (company_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO bulk_items_rebuilt (bulk_id, number, client_id, fate, hindrance, before, after, task_id, chain_id, stamp)
    SELECT bulk_id, number, client_id, fate, hindrance, before, after, task_id, chain_id, stamp FROM bulk_items;
DROP TABLE bulk_items;
ALTER TABLE bulk_items_rebuilt RENAME TO bulk_items;
CREATE INDEX bulk_items_fate ON bulk_items (bulk_id, fate, number);
