-- Places with a time zone.
CREATE TABLE branches (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    address TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE UNIQUE INDEX branches_name ON branches (sort_key) WHERE archived_at IS NULL;

-- Working hours per weekday, 0 is Monday; no row is a day off.
CREATE TABLE branch_hours (
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    weekday INTEGER NOT NULL,
    opens TIME NOT NULL,
    closes TIME NOT NULL,
    PRIMARY KEY (branch_id, weekday),
    CONSTRAINT branch_hours_weekday CHECK (weekday BETWEEN 0 AND 6),
    CONSTRAINT branch_hours_order CHECK (opens < closes)
);

-- Days that differ from their weekday: closed without hours.
CREATE TABLE branch_holidays (
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    "date" DATE NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    opens TIME,
    closes TIME,
    PRIMARY KEY (branch_id, "date"),
    CONSTRAINT branch_holidays_hours CHECK ((opens IS NULL) = (closes IS NULL))
);

-- Named sets of permissions.
CREATE TABLE roles (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    built_in TEXT COLLATE "C"
        CONSTRAINT roles_built_in_word CHECK (built_in IN ('owner', 'manager', 'operator', 'coach', 'analyst')),
    position INTEGER NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX roles_name ON roles (sort_key);
CREATE UNIQUE INDEX roles_built_in ON roles (built_in);

-- What a role allows, and how far it reaches.
CREATE TABLE role_permissions (
    role_id BIGINT NOT NULL REFERENCES roles (id),
    permission TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL
        CONSTRAINT role_permissions_scope_word CHECK (scope IN ('own', 'branch', 'all')),
    PRIMARY KEY (role_id, permission)
);

-- Members of staff.
CREATE TABLE employees (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    role_id BIGINT NOT NULL REFERENCES roles (id),
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT employees_state_word CHECK (state IN ('invited', 'active', 'absent', 'left')),
    password_hash TEXT COLLATE "C",
    security_stamp BIGINT NOT NULL,
    language TEXT COLLATE "C" NOT NULL
        CONSTRAINT employees_language_word CHECK (language IN ('ru', 'en', 'ro')),
    theme TEXT COLLATE "C" NOT NULL
        CONSTRAINT employees_theme_word CHECK (theme IN ('system', 'light', 'dark')),
    density TEXT COLLATE "C" NOT NULL
        CONSTRAINT employees_density_word CHECK (density IN ('compact', 'comfortable')),
    single_key_shortcuts BOOLEAN NOT NULL,
    last_assigned_at TIMESTAMP,
    last_sign_in_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX employees_email ON employees (email_key);
CREATE INDEX employees_name ON employees (sort_key, id);
CREATE INDEX employees_role ON employees (role_id);

-- Where an employee works; the first position is his main branch.
CREATE TABLE employee_branches (
    employee_id BIGINT NOT NULL REFERENCES employees (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (employee_id, branch_id)
);
CREATE INDEX employee_branches_branch ON employee_branches (branch_id);

-- One browser of one employee: a family of refresh tokens.
CREATE TABLE sessions (
    id BIGINT PRIMARY KEY,
    employee_id BIGINT NOT NULL REFERENCES employees (id),
    device TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_why TEXT COLLATE "C"
);
CREATE INDEX sessions_employee ON sessions (employee_id, id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Refresh tokens by their SHA-256. A replaced one that comes back ends the family.
CREATE TABLE session_tokens (
    hash TEXT COLLATE "C" PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at TIMESTAMP NOT NULL,
    replaced_at TIMESTAMP
);
CREATE INDEX session_tokens_session ON session_tokens (session_id);

-- One-time links, by the SHA-256 of their token.
CREATE TABLE invitations (
    id BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT invitations_kind_word CHECK (kind IN ('set_up', 'join', 'reset_password')),
    employee_id BIGINT REFERENCES employees (id),
    token_hash TEXT COLLATE "C" NOT NULL,
    created_by BIGINT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    CONSTRAINT invitations_whose CHECK ((kind = 'set_up') = (employee_id IS NULL))
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_employee ON invitations (employee_id);

-- Failed sign-ins per account and per address.
CREATE TABLE sign_in_attempts (
    key TEXT COLLATE "C" PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP NOT NULL,
    blocked_until TIMESTAMP
);

-- What the bell shows.
CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    employee_id BIGINT NOT NULL REFERENCES employees (id),
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over')),
    by_id BIGINT,
    task_id BIGINT,
    client_id BIGINT,
    payload TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    read_at TIMESTAMP
);
CREATE INDEX notices_employee ON notices (employee_id, id);
CREATE INDEX notices_unread ON notices (employee_id, id) WHERE read_at IS NULL;
