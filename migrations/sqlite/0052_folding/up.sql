-- SQLite is taught `folded` by each connection.
SELECT 1;
