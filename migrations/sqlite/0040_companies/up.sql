-- Organisations that a club works with: schools, offices, customers. Phones and addresses stand in documents: they are shown and found by words, never joined.
CREATE TABLE companies (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    legal_name TEXT,
    tax_id TEXT,
    tax_key TEXT,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    address TEXT,
    site TEXT,
    note TEXT,
    tags TEXT NOT NULL,
    responsible_id INTEGER REFERENCES employees (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    created_by INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE INDEX companies_by_name ON companies (sort_key, id);
CREATE INDEX companies_tax ON companies (tax_key) WHERE tax_key IS NOT NULL;
CREATE INDEX companies_of_branch ON companies (branch_id);
CREATE INDEX companies_of_responsible ON companies (responsible_id);

-- Who stands for what in a company. A person may have several roles there; one link at most is the main one.
CREATE TABLE company_people (
    id INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    client_id INTEGER NOT NULL REFERENCES clients (id),
    role TEXT,
    role_key TEXT,
    main INTEGER NOT NULL CHECK (main IN (0, 1))
) STRICT;
CREATE INDEX company_people_company ON company_people (company_id, id);
CREATE INDEX company_people_client ON company_people (client_id);
CREATE INDEX company_people_role ON company_people (role_key, role) WHERE role_key IS NOT NULL;
CREATE UNIQUE INDEX company_people_main ON company_people (company_id) WHERE main = 1;

-- Folded beginnings by which a company is found.
CREATE TABLE company_tokens (
    token TEXT NOT NULL,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (token, company_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_tokens_company ON company_tokens (company_id);

-- A merge takes the links of a person along.
CREATE TABLE merge_moves_rebuilt (
    merge_id INTEGER NOT NULL REFERENCES merges (id),
    kind TEXT NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id INTEGER NOT NULL,
    beside INTEGER NOT NULL,
    was TEXT,
    PRIMARY KEY (merge_id, kind, row_id, beside)
) STRICT, WITHOUT ROWID;
INSERT INTO merge_moves_rebuilt SELECT merge_id, kind, row_id, beside, was FROM merge_moves;
DROP TABLE merge_moves;
ALTER TABLE merge_moves_rebuilt RENAME TO merge_moves;
