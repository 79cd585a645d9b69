-- Seeing contacts is a right of its own: whoever saw them until now still does.
CREATE TEMPORARY TABLE seeing AS
SELECT DISTINCT role_id AS id FROM role_permissions
WHERE permission IN ('client.read', 'task.read')
    AND role_id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.contacts');
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.contacts', 'all' FROM seeing;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM seeing);
DROP TABLE seeing;

-- Words of contacts are marked in the index, so that they are not found without that right: the worker makes them anew.
INSERT INTO stale_tokens (client_id)
SELECT client_id FROM client_phones UNION SELECT client_id FROM client_emails UNION SELECT client_id FROM client_values
ON CONFLICT DO NOTHING;
