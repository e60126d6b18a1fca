-- Receipts that name a message by the provider's number only, limits that several channels share, the
-- pace that a provider really takes, STOP answered once, and what floods us with words.

-- Which attempt a provider's number belongs to. Written for those transports only whose provider does
-- not echo our reference, never changed, and forgotten when its receipts are no longer waited for.
create table provider_number (
  channel_id integer not null references channel on delete cascade,
  number text not null,
  broadcast_id integer not null,
  ordinal integer not null,
  rung smallint not null,
  try smallint not null,
  at timestamptz not null,
  primary key (channel_id, number)
);
create index provider_number_at on provider_number (at);

-- What several channels draw from together: the calls of one account, the people of one portfolio.
create table shared_limit (
  name text primary key,
  per_second real check (per_second > 0),
  -- How many different people may be written to within any 24 hours.
  people_a_day integer check (people_a_day > 0),
  tokens double precision not null default 0,
  at timestamptz not null,
  -- Until then nobody new may be written to; whoever waits for that is looked at again afterwards.
  full_until timestamptz
);
create table shared_person (
  limit_name text not null references shared_limit on delete cascade,
  address text not null,
  at timestamptz not null,
  primary key (limit_name, address)
);
create index shared_person_at on shared_person (limit_name, at);
alter table channel
  add column shares text references shared_limit;

alter table channel_rate
  -- How fast we went on when the provider last refused us for speed, and at which speed it did.
  add column pace double precision check (pace > 0),
  add column pace_refused double precision check (pace_refused > 0),
  add column paced_at timestamptz,
  -- Until then the tokens are for critical messages: one of them found too few.
  add column urgent_until timestamptz;

-- The speed that is tried at a moment: quickly back to just under what was refused, and very slowly
-- beyond it, because each time that proves too much costs a pause. After ten quiet minutes it doubles.
create function paced_rate(
  per_second double precision, rate channel_rate, at_moment timestamptz
) returns double precision language sql immutable as $$
  select case when (rate).pace is null then per_second else least(per_second, (
    select case
      when quick < knee then quick
      else knee + (rate).pace_refused * (0.0003 * beyond + (beyond / 600) ^ 3)
    end
    from (
      select (rate).pace * (1 + 0.02 * t) as quick, 0.97 * (rate).pace_refused as knee,
        greatest(0, t - (0.97 * (rate).pace_refused / (rate).pace - 1) / 0.02) as beyond
      from (
        select greatest(0, extract(epoch from at_moment - (rate).paced_at)::float8) as t
      ) since
    ) tried
  )) end
$$;

-- That we heard a STOP is said once. The row stays, so that no second one is ever sent to an echo.
create table stop_answer (
  kind text not null,
  address text not null,
  channel_id integer not null references channel on delete cascade,
  language text not null check (language in ('fr', 'en')),
  heard_at timestamptz not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed')),
  primary key (kind, address)
);
create index stop_answer_queued on stop_answer (heard_at) where state = 'queued';

-- How much one sender has said of late, and how much came from people we do not know.
create index reply_sender on reply (channel_id, address, at);
create index reply_stranger on reply (channel_id, at) where contact_id is null;

-- Copies of the whole database: when, how large, and by whom or what.
create table backup (
  id integer generated always as identity primary key,
  at timestamptz not null,
  bytes bigint,
  -- `own`: our command wrote it. `elsewhere`: somebody says that their own tool did.
  made text not null check (made in ('own', 'elsewhere')),
  by text not null
);
