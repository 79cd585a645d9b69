-- What a list is for besides extra fields: the card of a client takes its source from one of them.
ALTER TABLE dictionaries ADD COLUMN role TEXT
    CONSTRAINT dictionaries_role_word CHECK (role IN ('sources'));
CREATE UNIQUE INDEX dictionaries_role ON dictionaries (role);

-- The list that the ready process brought.
UPDATE dictionaries SET role = 'sources' WHERE id = (
    SELECT min(id) FROM dictionaries
    WHERE archived_at IS NULL AND name IN ('Источники клиентов', 'Sources of clients', 'Surse de clienți')
);
