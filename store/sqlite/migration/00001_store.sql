-- +goose Up

-- What arrived. Never changed but by merging in another arrival of the same, never deleted.
CREATE TABLE captures (
	id              TEXT    NOT NULL PRIMARY KEY,
	media           TEXT    NOT NULL,
	bytes           BLOB    NOT NULL, -- packed with zstd
	sha256          TEXT    NOT NULL, -- of the raw bytes
	outlet          TEXT    NOT NULL,
	url             TEXT    NOT NULL,
	title           TEXT    NOT NULL,
	author          TEXT    NOT NULL,
	published       INTEGER NOT NULL, -- seconds since 1970-01-01 UTC
	published_grain TEXT    NOT NULL,
	published_how   TEXT    NOT NULL,
	skip_reason     TEXT    NOT NULL,
	skip_detail     TEXT    NOT NULL,
	seen            INTEGER NOT NULL  -- when it first arrived, in seconds since 1970-01-01 UTC
) STRICT;

CREATE TABLE paths (
	doc  TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
	path TEXT NOT NULL,
	PRIMARY KEY (doc, path)
) STRICT, WITHOUT ROWID;

-- The person's own layer. Only ever added to.
CREATE TABLE edits (
	seq    INTEGER NOT NULL PRIMARY KEY,
	verb   TEXT    NOT NULL,
	doc    TEXT    NOT NULL,
	undoes INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
	seq             INTEGER NOT NULL REFERENCES edits (seq),
	field           TEXT    NOT NULL,
	value           TEXT    NOT NULL,
	published       INTEGER NOT NULL,
	published_grain TEXT    NOT NULL,
	PRIMARY KEY (seq, field)
) STRICT, WITHOUT ROWID;

-- What can be made again. Shape is that of the Go type that the body was written from.
CREATE TABLE readings (
	revision TEXT NOT NULL,
	doc      TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
	shape    TEXT NOT NULL,
	body     BLOB NOT NULL,
	PRIMARY KEY (revision, doc)
) STRICT;

CREATE INDEX readings_by_doc ON readings (doc);

CREATE TABLE ledgers (
	story   TEXT NOT NULL PRIMARY KEY,
	reading TEXT NOT NULL, -- the revision of the readings it was made from
	hash    TEXT NOT NULL, -- of all it was made from
	shape   TEXT NOT NULL,
	body    BLOB NOT NULL
) STRICT;

-- +goose Down

DROP TABLE ledgers;
DROP TABLE readings;
DROP TABLE settings;
DROP TABLE edits;
DROP TABLE paths;
DROP TABLE captures;
