-- +goose Up

-- The places that a correction names. Side 1 is what side 0 is joined with or parted from.
CREATE TABLE anchors (
	seq        INTEGER NOT NULL REFERENCES edits (seq),
	side       INTEGER NOT NULL,
	n          INTEGER NOT NULL, -- order within the side, from 0
	doc        TEXT    NOT NULL,
	start      INTEGER NOT NULL, -- bytes of the document's text
	stop       INTEGER NOT NULL,
	head_start INTEGER NOT NULL, -- of the predicate or name within
	head_stop  INTEGER NOT NULL,
	words      TEXT    NOT NULL,
	PRIMARY KEY (seq, side, n)
) STRICT, WITHOUT ROWID;

-- +goose Down

DROP TABLE anchors;
