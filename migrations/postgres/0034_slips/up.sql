-- Words by which clients are found, each under itself and under itself without one of its letters: a word that was typed with one wrong, missing or
-- doubled letter has one of these in common with the right one. Words are added with the cards that bring them and stay.
CREATE TABLE word_slips (
    slip TEXT COLLATE "C" NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (slip, word)
);

INSERT INTO word_slips (slip, word)
SELECT DISTINCT CASE place WHEN 0 THEN word ELSE substr(word, 1, place - 1) || substr(word, place + 1) END, word
FROM (
    SELECT DISTINCT token AS word FROM client_tokens
    WHERE char_length(token) BETWEEN 4 AND 40 AND token !~ '[0-9@._+-]'
) AS words
CROSS JOIN LATERAL generate_series(0, char_length(word)) AS place;

-- Cards whose words are to be made anew, by the worker: those with a note, which nobody could be found by until now.
CREATE TABLE stale_tokens (
    client_id BIGINT PRIMARY KEY REFERENCES clients (id)
);
INSERT INTO stale_tokens (client_id) SELECT id FROM clients WHERE note IS NOT NULL;
