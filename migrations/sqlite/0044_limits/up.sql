-- What a permission for clients is narrowed to: their stages, and the steps on which they stand. Absent: it is not narrowed.
ALTER TABLE role_permissions ADD COLUMN limits TEXT;
