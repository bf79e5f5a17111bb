-- +goose Up

-- What can be made again: a ledger in short, as the codec writes it. What was counted before is part of it.
ALTER TABLE ledgers DROP COLUMN shared;
ALTER TABLE ledgers DROP COLUMN claims;
ALTER TABLE ledgers ADD COLUMN summary BLOB NOT NULL DEFAULT x'';

-- A ledger without its summary is made again.
DELETE FROM ledgers;
DELETE FROM settled;

-- +goose Down

ALTER TABLE ledgers DROP COLUMN summary;
ALTER TABLE ledgers ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledgers ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
