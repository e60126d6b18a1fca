-- Replies wait in a lane of their own: thousands of them hold up no receipt, and a reply or a callback
-- that cannot be taken in is set aside alone.

-- What people said, as the provider's words were read, until somebody makes something of it.
create table unread_reply (
  id bigint generated always as identity primary key,
  -- The callback that it came in: what came before it is read first.
  inbox_id bigint not null,
  channel_id integer not null references channel on delete cascade,
  received_at timestamptz not null,
  sender text not null,
  body text not null,
  provider_id text,
  reference text,
  -- Why it was set aside; null: it waits to be read.
  set_aside text
);
create index unread_reply_waiting on unread_reply (inbox_id, id) where set_aside is null;

alter table inbox add column set_aside text;

-- Messages to subscribers take of what an account may send as bulk does: until then the tokens of a
-- shared limit are for critical messages.
alter table shared_limit add column urgent_until timestamptz;

-- Whether anybody ever told a source something by themselves is known without reading all that was looked.
create index signal_pushed on signal (source_id, at) where detail @> '{"pushed": true}';

-- How well everybody could be reached, were something to fail today: of many people it is counted now
-- and then, and kept with its age.
create table reach_count (
  id smallint primary key default 1 check (id = 1),
  counted_at timestamptz not null,
  -- What stood in the tables at that moment, to be compared with now.
  mark text not null,
  counts jsonb not null
);
create index contact_there on contact (id) where erased_at is null;
