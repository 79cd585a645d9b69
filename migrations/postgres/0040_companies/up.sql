-- Organisations that a club works with: schools, offices, customers. Phones and addresses stand in documents: they are shown and found by words, never joined.
CREATE TABLE companies (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    legal_name TEXT COLLATE "C",
    tax_id TEXT COLLATE "C",
    tax_key TEXT COLLATE "C",
    phones TEXT COLLATE "C" NOT NULL,
    emails TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C",
    site TEXT COLLATE "C",
    note TEXT COLLATE "C",
    tags TEXT COLLATE "C" NOT NULL,
    responsible_id BIGINT REFERENCES employees (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    created_by BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE INDEX companies_by_name ON companies (sort_key, id);
CREATE INDEX companies_tax ON companies (tax_key) WHERE tax_key IS NOT NULL;
CREATE INDEX companies_of_branch ON companies (branch_id);
CREATE INDEX companies_of_responsible ON companies (responsible_id);

-- Who stands for what in a company. A person may have several roles there; one link at most is the main one.
CREATE TABLE company_people (
    id BIGINT PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES companies (id),
    client_id BIGINT NOT NULL REFERENCES clients (id),
    role TEXT COLLATE "C",
    role_key TEXT COLLATE "C",
    main BOOLEAN NOT NULL
);
CREATE INDEX company_people_company ON company_people (company_id, id);
CREATE INDEX company_people_client ON company_people (client_id);
CREATE INDEX company_people_role ON company_people (role_key, role) WHERE role_key IS NOT NULL;
CREATE UNIQUE INDEX company_people_main ON company_people (company_id) WHERE main;

-- Folded beginnings by which a company is found.
CREATE TABLE company_tokens (
    token TEXT COLLATE "C" NOT NULL,
    company_id BIGINT NOT NULL REFERENCES companies (id),
    PRIMARY KEY (token, company_id)
);
CREATE INDEX company_tokens_company ON company_tokens (company_id);

-- A merge takes the links of a person along.
ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_kind_word;
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind_word
    CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted'));
