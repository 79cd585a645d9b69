DROP TABLE timeline;
DROP TABLE completion_values;
DROP TABLE completions;
DROP TABLE task_tokens;
DROP TABLE tasks;
DROP TABLE chains;
