DROP FUNCTION folded(text);
DROP TABLE views;
