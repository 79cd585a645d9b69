UPDATE roles SET version = version + 1 WHERE id IN (SELECT role_id FROM role_permissions WHERE permission = 'client.contacts');
DELETE FROM role_permissions WHERE permission = 'client.contacts';
