-- +goose Up

-- What can be made again: what grouping keeps of each document. Day is null where it is not known.
CREATE TABLE indexed (
	n         INTEGER NOT NULL PRIMARY KEY,
	doc       TEXT    NOT NULL UNIQUE REFERENCES captures (id) ON DELETE CASCADE,
	state     TEXT    NOT NULL, -- what it was made from
	key       TEXT    NOT NULL, -- of the reading
	published BLOB    NOT NULL, -- the date as the codec writes it
	day       INTEGER,          -- of publication, since 1970-01-01
	lead      TEXT    NOT NULL, -- the document that stands for it
	skipped   INTEGER NOT NULL,
	features  BLOB    NOT NULL
) STRICT;

CREATE INDEX indexed_by_day ON indexed (day);
CREATE INDEX indexed_by_lead ON indexed (lead);

-- Apart from the rest, since grouping does not ask for them.
CREATE TABLE marks (
	n     INTEGER NOT NULL PRIMARY KEY REFERENCES indexed (n) ON DELETE CASCADE,
	marks BLOB    NOT NULL
) STRICT;

CREATE TABLE links (
	a      INTEGER NOT NULL REFERENCES indexed (n) ON DELETE CASCADE,
	b      INTEGER NOT NULL REFERENCES indexed (n) ON DELETE CASCADE,
	weight INTEGER NOT NULL,
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_b ON links (b);

CREATE TABLE stories (
	id    TEXT NOT NULL PRIMARY KEY,
	shape TEXT NOT NULL,
	body  BLOB NOT NULL
) STRICT;

CREATE TABLE members (
	doc   TEXT NOT NULL PRIMARY KEY,
	story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_story ON members (story);

-- The documents of stories that are no more, so that their names still lead somewhere.
CREATE TABLE former (
	story TEXT NOT NULL,
	doc   TEXT NOT NULL,
	PRIMARY KEY (story, doc)
) STRICT, WITHOUT ROWID;

-- The edit up to which the stories were made.
CREATE TABLE grouped (seq INTEGER NOT NULL) STRICT;
INSERT INTO grouped (seq) VALUES (0);

-- The documents of a merge or a split.
CREATE TABLE arranged (
	seq  INTEGER NOT NULL REFERENCES edits (seq),
	doc  TEXT    NOT NULL,
	rest INTEGER NOT NULL,
	PRIMARY KEY (seq, doc)
) STRICT, WITHOUT ROWID;

ALTER TABLE ledgers ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledgers ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
-- A ledger without its summary is made again.
DELETE FROM ledgers;

-- +goose Down

ALTER TABLE ledgers DROP COLUMN shared;
ALTER TABLE ledgers DROP COLUMN claims;
DROP TABLE arranged;
DROP TABLE grouped;
DROP TABLE former;
DROP TABLE members;
DROP TABLE stories;
DROP TABLE links;
DROP TABLE marks;
DROP TABLE indexed;
