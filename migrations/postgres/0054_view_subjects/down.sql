DELETE FROM views WHERE subject = 'companies';
ALTER TABLE views DROP COLUMN subject;
