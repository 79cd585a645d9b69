-- What people agreed to and took back, by channel and purpose, each with what proves it. Written once, never changed: the latest counts. The id is that of
-- the entry in the timeline.
CREATE TABLE client_consents (
    id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL REFERENCES clients (id),
    channel TEXT NOT NULL
        CONSTRAINT client_consents_channel_word CHECK (channel IN ('call', 'sms', 'email', 'messenger')),
    purpose TEXT NOT NULL
        CONSTRAINT client_consents_purpose_word CHECK (purpose IN ('service', 'marketing')),
    given BOOLEAN NOT NULL,
    evidence TEXT,
    by_id BIGINT REFERENCES employees (id),
    at TIMESTAMP NOT NULL,
    CONSTRAINT client_consents_proved CHECK (NOT given OR evidence IS NOT NULL)
);
CREATE INDEX client_consents_client ON client_consents (client_id, id);
