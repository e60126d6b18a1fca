-- Attempts whose fate we asked the provider about, because no last word came: each one once.
create table inquiry (
  broadcast_id integer not null references broadcast on delete cascade,
  ordinal integer not null,
  rung smallint not null,
  try smallint not null,
  asked_at timestamptz not null,
  primary key (broadcast_id, ordinal, rung, try)
);
