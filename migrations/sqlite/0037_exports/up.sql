-- Taking clients away as files is a right of its own. Built-in roles of a database made before get it as far as new databases give it; where the owner has it, the
-- roles are as somebody wanted them.
CREATE TEMPORARY TABLE exportless AS
SELECT id, CASE built_in WHEN 'manager' THEN 'branch' ELSE 'all' END AS scope
FROM roles
WHERE built_in IN ('owner', 'manager', 'analyst')
    AND id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.export')
    AND EXISTS (
        SELECT 1 FROM roles AS owners
        WHERE owners.built_in = 'owner'
            AND owners.id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.export')
    );
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.export', scope FROM exportless;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM exportless);
DROP TABLE exportless;
