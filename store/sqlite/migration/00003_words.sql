-- +goose Up

-- What can be made again: the words that each indexed document is found by, under its number. Folding is done before:
-- the tokenizer only cuts at spaces.
CREATE VIRTUAL TABLE words USING fts5 (
	folded, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars ':'"
);
CREATE VIRTUAL TABLE postings USING fts5vocab (words, instance);

-- What all that is held was brought up to date for, by which shapes; empty where something was written since.
CREATE TABLE settled (stamp TEXT NOT NULL, shape TEXT NOT NULL) STRICT;

-- What is indexed without its words is indexed again.
UPDATE indexed SET state = '';

-- +goose Down

DROP TABLE settled;
DROP TABLE postings;
DROP TABLE words;
