-- What a source that listens to people remembers: where to go on, and whom it has counted already.
-- Written in the same transaction as the counts that came out of it, so that neither a restart nor
-- a second delivery counts anybody twice. A row of its own, because it is rewritten every minute.
create table listening (
  source_id uuid primary key references source on delete cascade,
  -- The place in the stream, in the words of whoever streams.
  cursor text check (length(cursor) <= 200),
  -- Hashes, word prints and sums of an hour at most; see src/domain/listening/memory.ts.
  memory jsonb,
  -- Attempts in a row that came to nothing: each pause is twice as long as the one before.
  failures integer not null default 0 check (failures >= 0)
);
