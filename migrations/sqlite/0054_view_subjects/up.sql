-- Lists of companies are kept as views, too: each view is of one of both.
ALTER TABLE views ADD COLUMN subject TEXT NOT NULL DEFAULT 'clients'
    CONSTRAINT views_subject_word CHECK (subject IN ('clients', 'companies'));
