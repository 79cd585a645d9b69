-- Runs of a process for a client.
CREATE TABLE chains (
    id BIGINT PRIMARY KEY,
    process_id BIGINT NOT NULL REFERENCES processes (id),
    version_id BIGINT NOT NULL REFERENCES process_versions (id),
    client_id BIGINT NOT NULL REFERENCES clients (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT chains_state_word CHECK (state IN ('active', 'sleeping', 'goal', 'refused', 'ended', 'cancelled')),
    attempts TEXT COLLATE "C" NOT NULL,
    wake_at TIMESTAMP,
    wake_target TEXT COLLATE "C",
    started_by BIGINT,
    started_from BIGINT REFERENCES chains (id),
    ended_at TIMESTAMP,
    ended_by BIGINT,
    cancel_reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT chains_sleeping CHECK ((state = 'sleeping') = (wake_at IS NOT NULL)),
    CONSTRAINT chains_target CHECK ((wake_at IS NULL) = (wake_target IS NULL)),
    CONSTRAINT chains_ended CHECK ((state IN ('active', 'sleeping')) = (ended_at IS NULL)),
    CONSTRAINT chains_cancelled CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL))
);
CREATE UNIQUE INDEX chains_running ON chains (client_id, process_id) WHERE ended_at IS NULL;
CREATE INDEX chains_client ON chains (client_id, id);
CREATE INDEX chains_version ON chains (version_id);
CREATE INDEX chains_wake ON chains (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE UNIQUE INDEX chains_started_from ON chains (started_from);

-- Pieces of work. `due_sort` is the instant after which a task is late: its moment, or the end of its day in the branch's zone.
CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    template_id BIGINT REFERENCES templates (id),
    title TEXT COLLATE "C",
    task_type TEXT COLLATE "C" NOT NULL
        CONSTRAINT tasks_task_type_word CHECK (task_type IN ('client_call', 'client_task', 'campaign_call', 'internal')),
    direction TEXT COLLATE "C"
        CONSTRAINT tasks_direction_word CHECK (direction IN ('outgoing', 'incoming')),
    chain_id BIGINT REFERENCES chains (id),
    step TEXT COLLATE "C",
    predecessor_id BIGINT REFERENCES tasks (id),
    client_id BIGINT REFERENCES clients (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    assignee_id BIGINT REFERENCES employees (id),
    pool_role_id BIGINT REFERENCES roles (id),
    created_by BIGINT,
    due_day DATE,
    due_at TIMESTAMP,
    due_sort TIMESTAMP NOT NULL,
    promised_wall TEXT COLLATE "C",
    promised_zone TEXT COLLATE "C",
    priority SMALLINT NOT NULL CONSTRAINT tasks_priority_rank CHECK (priority BETWEEN 0 AND 2),
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT tasks_state_word CHECK (state IN ('open', 'in_progress', 'done', 'cancelled')),
    attempt INTEGER NOT NULL,
    attempt_limit INTEGER,
    due_reasons TEXT COLLATE "C" NOT NULL,
    assignee_reason TEXT COLLATE "C",
    context TEXT COLLATE "C",
    postponed INTEGER NOT NULL,
    planned_minutes INTEGER,
    note TEXT COLLATE "C",
    touched_at TIMESTAMP,
    present_id BIGINT,
    present_until TIMESTAMP,
    closed_at TIMESTAMP,
    closed_by BIGINT,
    cancel_reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT tasks_due_one CHECK ((due_day IS NULL) <> (due_at IS NULL)),
    CONSTRAINT tasks_assignee_one CHECK ((assignee_id IS NULL) <> (pool_role_id IS NULL)),
    CONSTRAINT tasks_named CHECK (template_id IS NOT NULL OR title IS NOT NULL),
    CONSTRAINT tasks_closed CHECK ((state IN ('open', 'in_progress')) = (closed_at IS NULL)),
    CONSTRAINT tasks_cancelled CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL)),
    CONSTRAINT tasks_step CHECK ((chain_id IS NULL) = (step IS NULL)),
    CONSTRAINT tasks_chain_client CHECK (chain_id IS NULL OR client_id IS NOT NULL),
    CONSTRAINT tasks_promised CHECK ((promised_wall IS NULL) = (promised_zone IS NULL)),
    CONSTRAINT tasks_attempt CHECK (attempt >= 1)
);
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
    token TEXT COLLATE "C" NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (token, task_id)
);
CREATE INDEX task_tokens_task ON task_tokens (task_id, token);

-- How tasks ended, in the words of that moment. The documents hold what taking back restores.
CREATE TABLE completions (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    chain_id BIGINT REFERENCES chains (id),
    client_id BIGINT REFERENCES clients (id),
    branch_id BIGINT NOT NULL REFERENCES branches (id),
    result_id BIGINT NOT NULL REFERENCES results (id),
    result_name TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL
        CONSTRAINT completions_outcome_word CHECK (outcome IN ('goal', 'progress', 'postponed', 'no_contact', 'refusal', 'invalid')),
    reached_human BOOLEAN NOT NULL,
    comment TEXT COLLATE "C",
    completed_by BIGINT NOT NULL REFERENCES employees (id),
    completed_at TIMESTAMP NOT NULL,
    next_task_id BIGINT,
    next_chain_id BIGINT,
    sentence TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C" NOT NULL,
    taken_back_at TIMESTAMP,
    taken_back_by BIGINT
);
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
    completion_id BIGINT NOT NULL REFERENCES completions (id),
    position INTEGER NOT NULL,
    item INTEGER NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT completion_values_kind_word CHECK (kind IN ('text', 'long_text', 'integer', 'decimal', 'money', 'boolean', 'date', 'time', 'date_time', 'dictionary', 'dictionary_multi', 'employee', 'client', 'phone', 'email', 'url')),
    "text" TEXT COLLATE "C",
    "number" BIGINT,
    currency TEXT COLLATE "C",
    "date" DATE,
    "instant" TIMESTAMP,
    reference BIGINT,
    name TEXT COLLATE "C",
    PRIMARY KEY (completion_id, position, item)
);
CREATE INDEX completion_values_reference ON completion_values (reference) WHERE reference IS NOT NULL;

-- What happened to a client or a task. Written once, never changed.
CREATE TABLE timeline (
    id BIGINT PRIMARY KEY,
    client_id BIGINT REFERENCES clients (id),
    task_id BIGINT,
    chain_id BIGINT,
    completion_id BIGINT,
    kind TEXT COLLATE "C" NOT NULL
        CONSTRAINT timeline_kind_word CHECK (kind IN ('completion', 'taken_back', 'task_created', 'task_changed', 'task_cancelled', 'chain_started', 'chain_ended', 'chain_sleeping', 'chain_woken', 'note', 'client_created', 'client_changed')),
    by_id BIGINT,
    at TIMESTAMP NOT NULL,
    payload TEXT COLLATE "C" NOT NULL
);
CREATE INDEX timeline_client ON timeline (client_id, id);
CREATE INDEX timeline_task ON timeline (task_id, id);
