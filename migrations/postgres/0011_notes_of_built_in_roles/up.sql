-- Writing notes has become a right of its own. A database made before has built-in roles without it, the owner's too, which
-- nobody can change since: they get it as far as new databases give it. Where the owner has it, the roles are as somebody
-- wanted them.
CREATE TEMPORARY TABLE noteless AS
SELECT id, CASE built_in WHEN 'owner' THEN 'all' WHEN 'coach' THEN 'own' ELSE 'branch' END AS scope
FROM roles
WHERE built_in IN ('owner', 'manager', 'operator', 'coach')
    AND id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.note')
    AND EXISTS (
        SELECT 1 FROM roles AS owners
        WHERE owners.built_in = 'owner'
            AND owners.id NOT IN (SELECT role_id FROM role_permissions WHERE permission = 'client.note')
    );
INSERT INTO role_permissions (role_id, permission, scope) SELECT id, 'client.note', scope FROM noteless;
UPDATE roles SET version = version + 1 WHERE id IN (SELECT id FROM noteless);
DROP TABLE noteless;
