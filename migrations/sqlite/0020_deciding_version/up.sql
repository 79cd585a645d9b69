-- A completion says which version of its process decided it: chains go over to other versions, decisions do not.
ALTER TABLE completions ADD COLUMN version_id INTEGER;
-- Of the past only what is certain: chains that no transfer ever took are on the version they began with.
UPDATE completions SET version_id = chains.version_id FROM chains
    WHERE chains.id = completions.chain_id
    AND NOT EXISTS (SELECT 1 FROM transferred_chains WHERE transferred_chains.chain_id = completions.chain_id AND transferred_chains.outcome IN ('moved', 'kept'));
