-- The day of a birthday, `MM-DD`: whoever has one this week is found by it, and not by looking at everybody.
ALTER TABLE clients ADD COLUMN birthday TEXT GENERATED ALWAYS AS (substr(birth_date, 6)) VIRTUAL;
CREATE INDEX clients_birthday ON clients (birthday) WHERE archived_at IS NULL;

-- The clients whose processes are in a state.
CREATE INDEX chains_of_state ON chains (state, client_id);
