-- Runs of a process for a client.
CREATE TABLE chains (
    id INTEGER PRIMARY KEY,
    process_id INTEGER NOT NULL REFERENCES processes (id),
    version_id INTEGER NOT NULL REFERENCES process_versions (id),
    client_id INTEGER NOT NULL REFERENCES clients (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    state TEXT NOT NULL
        CONSTRAINT chains_state_word CHECK (state IN ('active', 'sleeping', 'goal', 'refused', 'ended', 'cancelled')),
    attempts TEXT NOT NULL,
    wake_at TEXT,
    wake_target TEXT,
    started_by INTEGER,
    started_from INTEGER REFERENCES chains (id),
    ended_at TEXT,
    ended_by INTEGER,
    cancel_reason TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT chains_sleeping CHECK ((state = 'sleeping') = (wake_at IS NOT NULL)),
    CONSTRAINT chains_target CHECK ((wake_at IS NULL) = (wake_target IS NULL)),
    CONSTRAINT chains_ended CHECK ((state IN ('active', 'sleeping')) = (ended_at IS NULL)),
    CONSTRAINT chains_cancelled CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX chains_running ON chains (client_id, process_id) WHERE ended_at IS NULL;
CREATE INDEX chains_client ON chains (client_id, id);
CREATE INDEX chains_version ON chains (version_id);
CREATE INDEX chains_wake ON chains (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE UNIQUE INDEX chains_started_from ON chains (started_from);

-- Pieces of work. `due_sort` is the instant after which a task is late: its moment, or the end of its day in the branch's zone.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    template_id INTEGER REFERENCES templates (id),
    title TEXT,
    task_type TEXT NOT NULL
        CONSTRAINT tasks_task_type_word CHECK (task_type IN ('client_call', 'client_task', 'campaign_call', 'internal')),
    direction TEXT
        CONSTRAINT tasks_direction_word CHECK (direction IN ('outgoing', 'incoming')),
    chain_id INTEGER REFERENCES chains (id),
    step TEXT,
    predecessor_id INTEGER REFERENCES tasks (id),
    client_id INTEGER REFERENCES clients (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    assignee_id INTEGER REFERENCES employees (id),
    pool_role_id INTEGER REFERENCES roles (id),
    created_by INTEGER,
    due_day TEXT,
    due_at TEXT,
    due_sort TEXT NOT NULL,
    promised_wall TEXT,
    promised_zone TEXT,
    priority INTEGER NOT NULL CONSTRAINT tasks_priority_rank CHECK (priority BETWEEN 0 AND 2),
    state TEXT NOT NULL
        CONSTRAINT tasks_state_word CHECK (state IN ('open', 'in_progress', 'done', 'cancelled')),
    attempt INTEGER NOT NULL,
    attempt_limit INTEGER,
    due_reasons TEXT NOT NULL,
    assignee_reason TEXT,
    context TEXT,
    postponed INTEGER NOT NULL,
    planned_minutes INTEGER,
    note TEXT,
    touched_at TEXT,
    present_id INTEGER,
    present_until TEXT,
    closed_at TEXT,
    closed_by INTEGER,
    cancel_reason TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT tasks_due_one CHECK ((due_day IS NULL) <> (due_at IS NULL)),
    CONSTRAINT tasks_assignee_one CHECK ((assignee_id IS NULL) <> (pool_role_id IS NULL)),
    CONSTRAINT tasks_named CHECK (template_id IS NOT NULL OR title IS NOT NULL),
    CONSTRAINT tasks_closed CHECK ((state IN ('open', 'in_progress')) = (closed_at IS NULL)),
    CONSTRAINT tasks_cancelled CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL)),
    CONSTRAINT tasks_step CHECK ((chain_id IS NULL) = (step IS NULL)),
    CONSTRAINT tasks_chain_client CHECK (chain_id IS NULL OR client_id IS NOT NULL),
    CONSTRAINT tasks_promised CHECK ((promised_wall IS NULL) = (promised_zone IS NULL)),
    CONSTRAINT tasks_attempt CHECK (attempt >= 1)
) STRICT;
CREATE UNIQUE INDEX tasks_one_open ON tasks (chain_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX tasks_predecessor ON tasks (predecessor_id);
CREATE INDEX tasks_my_day ON tasks (assignee_id, due_sort, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_pool ON tasks (pool_role_id, branch_id, due_sort, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_branch_open ON tasks (branch_id, due_sort, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_all_open ON tasks (due_sort, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_template ON tasks (template_id);
CREATE INDEX tasks_chain ON tasks (chain_id, id);
CREATE INDEX tasks_client ON tasks (client_id, id);
CREATE INDEX tasks_assignee ON tasks (assignee_id, id);
CREATE INDEX tasks_branch ON tasks (branch_id, id);
CREATE INDEX tasks_closed_at ON tasks (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX tasks_closed_of ON tasks (assignee_id, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX tasks_created_by ON tasks (created_by, id);

-- Folded beginnings of the words of a free task's title.
CREATE TABLE task_tokens (
    token TEXT NOT NULL,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (token, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_tokens_task ON task_tokens (task_id, token);

-- How tasks ended, in the words of that moment. The documents hold what taking back restores.
CREATE TABLE completions (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    chain_id INTEGER REFERENCES chains (id),
    client_id INTEGER REFERENCES clients (id),
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    result_id INTEGER NOT NULL REFERENCES results (id),
    result_name TEXT NOT NULL,
    outcome TEXT NOT NULL
        CONSTRAINT completions_outcome_word CHECK (outcome IN ('goal', 'progress', 'postponed', 'no_contact', 'refusal', 'invalid')),
    reached_human INTEGER NOT NULL CHECK (reached_human IN (0, 1)),
    comment TEXT,
    completed_by INTEGER NOT NULL REFERENCES employees (id),
    completed_at TEXT NOT NULL,
    next_task_id INTEGER,
    next_chain_id INTEGER,
    sentence TEXT NOT NULL,
    before TEXT NOT NULL,
    taken_back_at TEXT,
    taken_back_by INTEGER
) STRICT;
CREATE UNIQUE INDEX completions_once ON completions (task_id) WHERE taken_back_at IS NULL;
CREATE INDEX completions_task ON completions (task_id);
CREATE INDEX completions_chain ON completions (chain_id, id);
CREATE INDEX completions_client ON completions (client_id, id);
CREATE INDEX completions_by ON completions (completed_by, completed_at);
CREATE INDEX completions_branch ON completions (branch_id, completed_at);
CREATE INDEX completions_result ON completions (result_id);
CREATE INDEX completions_next ON completions (next_task_id);

-- Answers, typed, so that they can be filtered, grouped and summed. `item` counts the values of one field.
CREATE TABLE completion_values (
    completion_id INTEGER NOT NULL REFERENCES completions (id),
    position INTEGER NOT NULL,
    item INTEGER NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL
        CONSTRAINT completion_values_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    "text" TEXT,
    "number" INTEGER,
    currency TEXT,
    "date" TEXT,
    "instant" TEXT,
    reference INTEGER,
    name TEXT,
    PRIMARY KEY (completion_id, position, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX completion_values_reference ON completion_values (reference) WHERE reference IS NOT NULL;

-- What happened to a client or a task. Written once, never changed.
CREATE TABLE timeline (
    id INTEGER PRIMARY KEY,
    client_id INTEGER REFERENCES clients (id),
    task_id INTEGER,
    chain_id INTEGER,
    completion_id INTEGER,
    kind TEXT NOT NULL
        CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'note', 'client_created', 'client_changed')),
    by_id INTEGER,
    at TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);
