DELETE FROM role_permissions WHERE permission = 'client.discount';
DROP TABLE client_discounts;
DROP TABLE discounts;

CREATE TABLE merge_moves_rebuilt (
    merge_id INTEGER NOT NULL REFERENCES merges (id),
    kind TEXT NOT NULL
        CONSTRAINT merge_moves_kind_word CHECK (kind IN ('task', 'chain', 'completion', 'entry', 'notice', 'consent', 'company', 'file', 'relation', 'answer', 'ended_chain', 'cancelled_task', 'counted')),
    row_id INTEGER NOT NULL,
    beside INTEGER NOT NULL,
    was TEXT,
    PRIMARY KEY (merge_id, kind, row_id, beside)
) STRICT, WITHOUT ROWID;
INSERT INTO merge_moves_rebuilt SELECT merge_id, kind, row_id, beside, was FROM merge_moves WHERE kind <> 'discount';
DROP TABLE merge_moves;
ALTER TABLE merge_moves_rebuilt RENAME TO merge_moves;
