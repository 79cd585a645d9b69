DELETE FROM role_permissions WHERE permission = 'client.export';
