DROP TABLE import_mappings;
DROP TABLE import_keys;
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE imports;
DELETE FROM role_permissions WHERE permission = 'client.import';
