ALTER TABLE completions DROP COLUMN version_id;
