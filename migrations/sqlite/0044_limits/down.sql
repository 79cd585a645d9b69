ALTER TABLE role_permissions DROP COLUMN limits;
