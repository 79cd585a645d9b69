-- Words by which clients are found, each under itself and under itself without one of its letters: a word that was typed with one wrong, missing or
-- doubled letter has one of these in common with the right one. Words are added with the cards that bring them and stay.
CREATE TABLE word_slips (
    slip TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (slip, word)
) STRICT, WITHOUT ROWID;

WITH RECURSIVE words (word) AS (
    SELECT DISTINCT token FROM client_tokens
    WHERE length(token) BETWEEN 4 AND 40 AND token NOT GLOB '*[0-9@._+-]*'
),
cuts (word, place) AS (
    SELECT word, 0 FROM words
    UNION ALL
    SELECT word, place + 1 FROM cuts WHERE place < length(word)
)
INSERT OR IGNORE INTO word_slips (slip, word)
SELECT CASE place WHEN 0 THEN word ELSE substr(word, 1, place - 1) || substr(word, place + 1) END, word FROM cuts;

-- Cards whose words are to be made anew, by the worker: those with a note, which nobody could be found by until now.
CREATE TABLE stale_tokens (
    client_id INTEGER PRIMARY KEY REFERENCES clients (id)
) STRICT;
INSERT INTO stale_tokens (client_id) SELECT id FROM clients WHERE note IS NOT NULL;
