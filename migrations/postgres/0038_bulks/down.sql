DELETE FROM notices WHERE kind = 'bulk_done';
ALTER TABLE notices DROP CONSTRAINT notices_kind_word;
ALTER TABLE notices ADD CONSTRAINT notices_kind_word
    CHECK (kind IN ('assigned', 'taken_back', 'handed_over', 'message', 'undelivered', 'imported'));
DROP TABLE bulk_items;
DROP TABLE bulks;
