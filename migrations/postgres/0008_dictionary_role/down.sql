DROP INDEX dictionaries_role;
ALTER TABLE dictionaries DROP COLUMN role;
