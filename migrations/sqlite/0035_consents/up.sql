-- What people agreed to and took back, by channel and purpose, each with what proves it. Written once, never changed: the latest counts. The id is that of
-- the entry in the timeline.
CREATE TABLE client_consents (
    id INTEGER PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    channel TEXT NOT NULL
        CONSTRAINT client_consents_channel_word CHECK (channel IN ('call', 'sms', 'email', 'messenger')),
    purpose TEXT NOT NULL
        CONSTRAINT client_consents_purpose_word CHECK (purpose IN ('service', 'marketing')),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    evidence TEXT,
    by_id INTEGER REFERENCES employees (id),
    at TEXT NOT NULL,
    CONSTRAINT client_consents_proved CHECK (given = 0 OR evidence IS NOT NULL)
) STRICT;
CREATE INDEX client_consents_client ON client_consents (client_id, id);
