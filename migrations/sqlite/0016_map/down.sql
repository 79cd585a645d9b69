DROP INDEX completions_process;
ALTER TABLE completions DROP COLUMN made_at;
ALTER TABLE completions DROP COLUMN step;
ALTER TABLE completions DROP COLUMN process_id;
DROP INDEX chains_asleep;
ALTER TABLE chains DROP COLUMN wake_step;
