-- Clients of a stage by name: a list of a few leads among very many former clients.
CREATE INDEX clients_of_stage ON clients (stage, sort_key, id) WHERE archived_at IS NULL;
