-- +goose Up

-- What can be made again: the names of the claims of each ledger, each with a space before it.
CREATE TABLE claims (
	story TEXT NOT NULL PRIMARY KEY REFERENCES ledgers (story) ON DELETE CASCADE,
	ids   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A ledger without these is made again.
DELETE FROM ledgers;
DELETE FROM settled;

-- +goose Down

DROP TABLE claims;
