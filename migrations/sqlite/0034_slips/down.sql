DROP TABLE stale_tokens;
DROP TABLE word_slips;
