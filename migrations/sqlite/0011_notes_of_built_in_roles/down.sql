-- What is granted stays: new databases have it from the beginning.
SELECT 1;
