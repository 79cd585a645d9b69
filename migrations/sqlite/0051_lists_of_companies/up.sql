-- PostgreSQL gets a function here that each connection to SQLite brings along: `folded_lines`.
SELECT 1;
