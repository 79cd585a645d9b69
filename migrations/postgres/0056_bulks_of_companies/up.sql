-- Many companies are changed at once as many clients are: an action is for one of both, and an item names its client or its company.
ALTER TABLE bulks ADD COLUMN subject TEXT COLLATE "C" NOT NULL DEFAULT 'clients'
    CONSTRAINT bulks_subject_word CHECK (subject IN ('clients', 'companies'));
ALTER TABLE bulks ALTER COLUMN subject DROP DEFAULT;
ALTER TABLE bulk_items ALTER COLUMN client_id DROP NOT NULL;
ALTER TABLE bulk_items ADD COLUMN company_id BIGINT;
ALTER TABLE bulk_items ADD CONSTRAINT bulk_items_one_card CHECK ((client_id IS NULL) <> (company_id IS NULL));
