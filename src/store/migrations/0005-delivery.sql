-- How each person is reached, one rung after the other, and what came back.

create table channel (
  id integer generated always as identity primary key,
  transport text not null,
  name text not null,
  -- Which address of a contact this channel uses.
  address_kind text not null,
  -- The platform whose outage takes this channel down, and whose fate it shares.
  platform_id text references platform,
  settings jsonb not null,
  secrets bytea,
  drill boolean not null default false,
  enabled boolean not null default true,
  per_second real not null check (per_second > 0),
  state text not null default 'up' check (state in ('up', 'probing', 'down')),
  state_reason text not null default '',
  state_source text not null default 'operator' check (
    state_source in ('detector', 'receipts', 'account', 'operator')
  ),
  state_at timestamptz not null,
  position integer not null default 0
);

-- Rates live in the database, so that any number of nodes never exceed one channel's limit.
create table channel_rate (
  channel_id integer primary key references channel on delete cascade,
  tokens double precision not null,
  -- May lie ahead: until then the provider asked for silence, and no token grows.
  at timestamptz not null,
  -- How many messages may still be sent to find out whether a channel has come back.
  canaries integer not null default 0 check (canaries >= 0)
);

create table broadcast (
  id integer generated always as identity primary key,
  incident_id uuid references incident,
  title text not null,
  texts jsonb not null,
  segment_id uuid references segment,
  -- Who was meant, in case the segment is changed later.
  question jsonb not null default '{}',
  cascade jsonb not null,
  lane text not null default 'critical' check (lane in ('critical', 'bulk')),
  state text not null check (
    state in ('planned', 'approved', 'running', 'paused', 'done', 'cancelled')
  ),
  plan jsonb not null,
  drill boolean not null default false,
  planned_by text not null,
  planned_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  recipients integer not null default 0,
  check ((state in ('done', 'cancelled')) = (ended_at is not null))
);

-- A run of consecutive deliveries: what a worker leases, and what a timer wakes.
create table chunk (
  broadcast_id integer not null references broadcast on delete cascade,
  no integer not null,
  first_ordinal integer not null,
  last_ordinal integer not null,
  lane text not null,
  -- When the next of its deliveries is due; null when all of them are settled. While a worker holds
  -- the chunk this is the end of its lease: whatever is earlier was asked for by somebody else.
  due_at timestamptz,
  -- How many of its deliveries are unsettled, at the most.
  open integer not null check (open >= 0),
  -- The channel whose rate it was last seen to wait for.
  waits_for integer,
  -- Which change of a channel's health it has been looked through for, and whether one is due.
  reviewed_at timestamptz not null,
  review boolean not null default false,
  leased_until timestamptz,
  lease_token uuid,
  -- The node that holds it, so that it can take back after a restart what it held before.
  leased_by text,
  primary key (broadcast_id, no)
) with (fillfactor = 70);
create index chunk_due on chunk (lane, due_at) where due_at is not null;

-- One broadcast to one contact, with the attempt that is under way. Nothing here is indexed
-- but the two keys, so that every later update is heap-only.
create table delivery (
  broadcast_id integer not null,
  ordinal integer not null,
  contact_id bigint not null,
  language text not null,
  -- Frozen at approval: [[channel id, address], …] in the order of the cascade; null: no way there.
  ways jsonb not null,
  variables jsonb not null,
  rung smallint not null default 0 check (rung >= 0),
  try smallint not null default 0 check (try >= 0),
  -- queued 0 < sending 1 < accepted 2 < sent 3 < delivered 4 < read 5 < replied 6
  fact smallint not null default 0 check (fact between 0 and 6),
  -- What the provider answered to this attempt, or null while nothing is known.
  outcome text,
  why text,
  provider_id text,
  attempted_at timestamptz,
  -- The highest fact of any attempt: what we may claim about this person.
  best smallint not null default 0 check (best between 0 and 6),
  best_channel integer,
  due_at timestamptz,
  settled text check (
    settled in ('reached', 'acknowledged', 'exhausted', 'blocked', 'cancelled', 'expired')
  ),
  settled_at timestamptz,
  answer text,
  answer_at timestamptz,
  primary key (broadcast_id, ordinal),
  -- Two deliveries of one broadcast to one contact must never be.
  unique (contact_id, broadcast_id),
  check ((settled is null) = (due_at is not null))
) with (fillfactor = 60);

create function refuse_descent() returns trigger language plpgsql as $$
begin
  raise exception 'facts only climb: delivery %.% would go from % to %',
    old.broadcast_id, old.ordinal, old.fact, new.fact
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger delivery_facts_only_climb before update of fact, best, rung, try on delivery
  for each row when (
    new.best < old.best
    or new.rung < old.rung
    or (new.rung = old.rung and new.try < old.try)
    -- What the provider surely did not take goes back to the queue as if it had not been tried.
    or (
      new.rung = old.rung and new.try = old.try and new.fact < old.fact
      and not (
        old.fact = 1 and new.fact = 0 and new.outcome is not null
        and new.outcome in ('throttled', 'misconfigured')
      )
    )
  )
  execute function refuse_descent();

-- An opt-out ends what is under way on that channel, in the transaction that notes it, whoever notes
-- it. It does not fall through to the next channel.
create function stop_deliveries() returns trigger language plpgsql as $$
begin
  with stopped as (
    update delivery d set settled = 'blocked', settled_at = new.at, due_at = null, why = 'opted-out'
    where d.contact_id = new.contact_id and d.settled is null
      and exists (
        select 1 from jsonb_array_elements(d.ways) with ordinality way (pair, place)
        join channel c on c.id = (way.pair ->> 0)::integer
        where jsonb_typeof(way.pair) = 'array' and c.address_kind = new.kind
      )
    returning d.broadcast_id, d.ordinal
  )
  -- The chunk is looked at soon: it may have been the last one that its broadcast waited for.
  update chunk c set due_at = least(c.due_at, new.at)
  from stopped s
  where c.broadcast_id = s.broadcast_id and c.due_at is not null
    and s.ordinal between c.first_ordinal and c.last_ordinal;
  return null;
end $$;
create trigger consent_stops_deliveries after insert on consent
  for each row when (new.state = 'withdrawn') execute function stop_deliveries();

-- Attempts that a delivery has left behind. The current one stands in the delivery itself.
create table attempt (
  broadcast_id integer not null,
  ordinal integer not null,
  rung smallint not null,
  try smallint not null,
  channel_id integer not null,
  fact smallint not null check (fact between 0 and 6),
  outcome text,
  why text,
  provider_id text,
  attempted_at timestamptz not null,
  primary key (broadcast_id, ordinal, rung, try)
);

-- What became of attempts, minute by minute and channel by channel: progress, charts, report.
create table tally (
  broadcast_id integer not null,
  channel_id integer not null,
  minute timestamptz not null,
  what text not null,
  -- Batches that are written at the same time count in different rows, and do not wait for each other.
  shard smallint not null,
  n integer not null,
  primary key (broadcast_id, channel_id, minute, what, shard)
) with (fillfactor = 70);

-- Whatever a provider tells us lands here first, raw, and is worked on at our own pace.
create table inbox (
  id bigint generated always as identity primary key,
  channel_id integer not null references channel on delete cascade,
  received_at timestamptz not null,
  content_type text not null,
  query text not null,
  body bytea not null
);

-- Receipts of attempts we do not know (yet): matched later, never dropped silently.
create table orphan (
  id bigint generated always as identity primary key,
  channel_id integer not null references channel on delete cascade,
  received_at timestamptz not null,
  heard jsonb not null,
  next_try_at timestamptz not null
);

create table reply (
  id bigint generated always as identity primary key,
  channel_id integer not null references channel on delete cascade,
  provider_id text,
  address text not null,
  body text not null,
  meaning text not null check (meaning in ('safe', 'help', 'stop', 'start', 'read', 'other')),
  contact_id bigint,
  broadcast_id integer,
  ordinal integer,
  at timestamptz not null
);
create unique index reply_once on reply (channel_id, provider_id) where provider_id is not null;
create index reply_broadcast on reply (broadcast_id, id);
create index orphan_next_try on orphan (next_try_at);

-- Files that arrived while the database was away are applied once, even if we die in between.
create table spooled (
  name text primary key,
  applied_at timestamptz not null
);
