CREATE OR REPLACE FUNCTION folded(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT translate(
            replace(replace(replace(lower($1 COLLATE "default"), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
            'ёàáâãäåăāąçćčďđèéêëěēęėğģìíîïīįıķłľĺļñńňņòóôõöőøōŕřșşśšțţťùúûüűůūųýÿźżž',
            'еaaaaaaaaacccddeeeeeeeeggiiiiiiikllllnnnnoooooooorrsssstttuuuuuuuuyyzzz'
        ) COLLATE "C"
    $$;
