-- What SQLite is taught by each connection: the texts of a list that is stored as a document, of phones their numbers, each folded and between two line feeds, so
-- that a filter of companies asks about one of them.
CREATE FUNCTION folded_lines(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT E'\n' || string_agg(
            folded(CASE jsonb_typeof(item) WHEN 'object' THEN item ->> 'e164' ELSE item #>> '{}' END), E'\n'
        ) || E'\n'
        FROM jsonb_array_elements($1::jsonb) AS item
    $$;
