-- Before the button: money, dry runs, test messages, the life of templates, and which ways to a person
-- have proved to work.

alter table organisation
  -- In what prices and budgets are counted (ISO 4217).
  add column currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  -- What all broadcasts together may cost in one day (UTC), in hundredths; null: no limit.
  add column budget_day_cents double precision check (budget_day_cents > 0);

alter table broadcast
  -- What this one may cost, in hundredths; null: no limit of its own. Sending pauses there.
  add column budget_cents double precision check (budget_cents > 0),
  -- Somebody has seen that the day's budget will not do, and let this one go beyond it.
  add column beyond_day boolean not null default false,
  -- Up to which delivery it was noted that its ways work; -1: all of them.
  add column ways_noted integer not null default 0;
create index broadcast_ways_to_note on broadcast (id) where ways_noted >= 0;

-- What each broadcast has cost on each channel and day. A row is written in the transaction that takes
-- the tokens of the channel, so that whoever holds those is alone with it.
create table spending (
  day date not null,
  broadcast_id integer not null references broadcast on delete cascade,
  channel_id integer not null references channel on delete cascade,
  cents double precision not null,
  primary key (day, broadcast_id, channel_id)
);
create index spending_broadcast on spending (broadcast_id);

-- The last proof that an address works: a message arrived, somebody answered, a code came back.
alter table address
  add column verified_at timestamptz,
  add column verified_by text check (verified_by in ('delivered', 'reply', 'code')),
  add constraint address_verified_whole check ((verified_at is null) = (verified_by is null));

-- A broadcast played through to the end without a network.
create table dry_run (
  id integer generated always as identity primary key,
  broadcast_id integer not null references broadcast on delete cascade,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- A node that dies leaves it behind: after this moment another one begins anew.
  leased_until timestamptz,
  ended_at timestamptz,
  result jsonb,
  check ((state in ('done', 'failed')) = (ended_at is not null))
);
create index dry_run_broadcast on dry_run (broadcast_id, id desc);
create unique index dry_run_once on dry_run (broadcast_id) where state in ('waiting', 'running');

-- Addresses to which a message may be sent as a test: those of their owners, who sent a code back.
create table tester (
  id uuid primary key,
  name text not null,
  kind text not null,
  value text not null,
  -- Of a training: the address is simulated, and belongs to nobody.
  drill boolean not null,
  nonce uuid not null,
  state text not null default 'queued' check (
    state in ('queued', 'sending', 'sent', 'failed', 'confirmed')
  ),
  tries smallint not null default 0 check (tries >= 0),
  due_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  added_by text not null,
  check ((state = 'confirmed') = (confirmed_at is not null)),
  unique (kind, value, drill)
);
create index tester_due on tester (due_at) where state = 'queued';

-- A message of a broadcast that went to a tester, and counts for nothing.
create table test_message (
  id integer generated always as identity primary key,
  broadcast_id integer not null references broadcast on delete cascade,
  channel_id integer not null references channel on delete cascade,
  name text not null,
  address text not null,
  language text not null check (language in ('fr', 'en')),
  variables jsonb not null default '{}',
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'done')),
  due_at timestamptz not null,
  outcome text,
  why text,
  ended_at timestamptz,
  check ((state = 'done') = (ended_at is not null))
);
create index test_message_due on test_message (due_at) where state = 'queued';
create index test_message_broadcast on test_message (broadcast_id, id desc);
create index test_message_asked on test_message (asked_by, asked_at);

-- The templates that a channel may send with, as its provider last described them.
create table message_template (
  channel_id integer not null references channel on delete cascade,
  name text not null,
  language text not null,
  state text not null check (
    state in ('approved', 'pending', 'rejected', 'paused', 'disabled', 'gone')
  ),
  category text,
  quality text check (quality in ('green', 'yellow', 'red', 'unknown')),
  why text not null default '',
  at timestamptz not null,
  primary key (channel_id, name, language)
);
-- When the list of templates was asked for, when it was read as a whole, and until when the token of
-- the account is good.
alter table channel
  add column templates_asked_at timestamptz,
  add column templates_at timestamptz,
  add column token_until timestamptz;

-- What proved the old number proves nothing of the new one.
create function forget_address_proof() returns trigger language plpgsql as $$
begin
  new.verified_at := null;
  new.verified_by := null;
  return new;
end $$;
create trigger address_changes before update of value on address
  for each row when (old.value is distinct from new.value) execute function forget_address_proof();
