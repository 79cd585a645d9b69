-- Places with a time zone.
CREATE TABLE branches (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    zone TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    address TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE UNIQUE INDEX branches_name ON branches (sort_key) WHERE archived_at IS NULL;

-- Working hours per weekday, 0 is Monday; no row is a day off.
CREATE TABLE branch_hours (
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    weekday INTEGER NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    PRIMARY KEY (branch_id, weekday),
    CONSTRAINT branch_hours_weekday CHECK (weekday BETWEEN 0 AND 6),
    CONSTRAINT branch_hours_order CHECK (opens < closes)
) STRICT, WITHOUT ROWID;

-- Days that differ from their weekday: closed without hours.
CREATE TABLE branch_holidays (
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    "date" TEXT NOT NULL,
    name TEXT NOT NULL,
    opens TEXT,
    closes TEXT,
    PRIMARY KEY (branch_id, "date"),
    CONSTRAINT branch_holidays_hours CHECK ((opens IS NULL) = (closes IS NULL))
) STRICT, WITHOUT ROWID;

-- Named sets of permissions.
CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    built_in TEXT
        CONSTRAINT roles_built_in_word CHECK (built_in IN ('owner', 'manager', 'operator', 'coach', 'analyst')),
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX roles_name ON roles (sort_key);
CREATE UNIQUE INDEX roles_built_in ON roles (built_in);

-- What a role allows, and how far it reaches.
CREATE TABLE role_permissions (
    role_id INTEGER NOT NULL REFERENCES roles (id),
    permission TEXT NOT NULL,
    scope TEXT NOT NULL
        CONSTRAINT role_permissions_scope_word CHECK (scope IN ('own', 'branch', 'all')),
    PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

-- Members of staff.
CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role_id INTEGER NOT NULL REFERENCES roles (id),
    state TEXT NOT NULL
        CONSTRAINT employees_state_word CHECK (state IN ('invited', 'active', 'absent', 'left')),
    password_hash TEXT,
    security_stamp INTEGER NOT NULL,
    language TEXT NOT NULL
        CONSTRAINT employees_language_word CHECK (language IN ('ru', 'en', 'ro')),
    theme TEXT NOT NULL
        CONSTRAINT employees_theme_word CHECK (theme IN ('system', 'light', 'dark')),
    density TEXT NOT NULL
        CONSTRAINT employees_density_word CHECK (density IN ('compact', 'comfortable')),
    single_key_shortcuts INTEGER NOT NULL CHECK (single_key_shortcuts IN (0, 1)),
    last_assigned_at TEXT,
    last_sign_in_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX employees_email ON employees (email_key);
CREATE INDEX employees_name ON employees (sort_key, id);
CREATE INDEX employees_role ON employees (role_id);

-- Where an employee works; the first position is his main branch.
CREATE TABLE employee_branches (
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (employee_id, branch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX employee_branches_branch ON employee_branches (branch_id);

-- One browser of one employee: a family of refresh tokens.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    device TEXT NOT NULL,
    address TEXT,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    ended_why TEXT
) STRICT;
CREATE INDEX sessions_employee ON sessions (employee_id, id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Refresh tokens by their SHA-256. A replaced one that comes back ends the family.
CREATE TABLE session_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at TEXT NOT NULL,
    replaced_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX session_tokens_session ON session_tokens (session_id);

-- One-time links, by the SHA-256 of their token.
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
        CONSTRAINT invitations_kind_word CHECK (kind IN ('set_up', 'join', 'reset_password')),
    employee_id INTEGER REFERENCES employees (id),
    token_hash TEXT NOT NULL,
    created_by INTEGER,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT,
    CONSTRAINT invitations_whose CHECK ((kind = 'set_up') = (employee_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_employee ON invitations (employee_id);

-- Failed sign-ins per account and per address.
CREATE TABLE sign_in_attempts (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    blocked_until TEXT
) STRICT, WITHOUT ROWID;

-- What the bell shows.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL
        CONSTRAINT notices_kind_word CHECK (kind IN ('assigned', 'taken_back', 'handed_over')),
    by_id INTEGER,
    task_id INTEGER,
    client_id INTEGER,
    payload TEXT NOT NULL,
    at TEXT NOT NULL,
    read_at TEXT
) STRICT;
CREATE INDEX notices_employee ON notices (employee_id, id);
CREATE INDEX notices_unread ON notices (employee_id, id) WHERE read_at IS NULL;
