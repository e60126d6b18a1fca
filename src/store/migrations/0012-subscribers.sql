-- Who asked to be told about the public page, what there is to tell, and who has been told.

create table subscriber (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('email', 'sms', 'push', 'webhook', 'slack', 'teams')),
  -- Sealed: it is opened to write there, to show its owner, and for nothing else.
  address bytea not null,
  -- Keyed, so that a stolen copy of this table answers nobody's "is she on it?".
  address_hash bytea not null,
  -- Whoever answers for a webhook: an e-mail address, sealed.
  owner bytea,
  language text not null check (language in ('fr', 'en')),
  -- pending: asked for, not proven. owned: the owner has confirmed, the machine has not answered yet.
  state text not null check (state in ('pending', 'owned', 'active')),
  -- Contact points this is about; none named means all of them.
  point_ids uuid[] not null default '{}',
  -- Only this incident, where somebody asked for no more.
  incident_id uuid references incident on delete cascade,
  format text not null default 'statuspage' check (format in ('statuspage', 'tocsin')),
  -- Every link, code and key of this row is made with it: a new one ends them all.
  nonce text not null,
  code_sent_at timestamptz,
  code_tries smallint not null default 0,
  -- Tellings in a row that came to nothing.
  failures smallint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  unique (kind, address_hash),
  check ((state = 'active') = (confirmed_at is not null))
);
create index subscriber_incident on subscriber (incident_id) where incident_id is not null;

-- Something to tell: an update of an announcement, or a letter to one subscriber.
create table telling (
  id integer generated always as identity primary key,
  -- What it is, so that it is told once and never again.
  key text not null unique,
  what text not null check (what in ('published', 'updated', 'withdrawn', 'resolved', 'letter')),
  letter text check (
    letter in ('confirm', 'known', 'code', 'owner', 'challenge', 'room', 'welcome', 'failing')
  ),
  incident_id uuid references incident on delete cascade,
  announcement_id uuid references announcement on delete cascade,
  -- Whom a letter is for.
  subscriber_id bigint,
  drill boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done')),
  recipients integer not null default 0,
  created_at timestamptz not null,
  frozen_at timestamptz,
  -- When the first few had it and nothing went wrong: now everybody may.
  canary_passed_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((what = 'letter') = (letter is not null)),
  check ((what = 'letter') = (subscriber_id is not null)),
  check (what = 'letter' or incident_id is not null),
  check ((state = 'done') = (ended_at is not null))
);
create index telling_open on telling (id) where state <> 'done';
create index telling_incident on telling (incident_id, id) where incident_id is not null;
create index telling_letter on telling (created_at) where what = 'letter';

-- A run of consecutive lines of the ledger: what a worker leases and what a timer wakes.
create table telling_chunk (
  telling_id integer not null references telling on delete cascade,
  no integer not null,
  first_ordinal integer not null,
  last_ordinal integer not null,
  -- Null when all of its lines are settled; the end of the lease while a worker holds it.
  due_at timestamptz,
  leased_until timestamptz,
  lease_token uuid,
  primary key (telling_id, no)
) with (fillfactor = 70);
create index telling_chunk_due on telling_chunk (due_at) where due_at is not null;

-- The ledger: one line for each subscriber and update, whatever happens to either.
create table told (
  telling_id integer not null references telling on delete cascade,
  ordinal integer not null,
  subscriber_id bigint not null,
  kind text not null,
  state text not null default 'queued' check (
    state in ('queued', 'sending', 'accepted', 'unknown', 'failed', 'skipped')
  ),
  try smallint not null default 0,
  why text,
  due_at timestamptz,
  at timestamptz,
  primary key (telling_id, ordinal),
  -- Nobody is told the same thing twice.
  unique (subscriber_id, telling_id),
  check ((state in ('queued', 'sending')) = (due_at is not null))
) with (fillfactor = 70);

-- How much was sent in a stretch of time: by all of us, or to one address.
create table subscriber_meter (
  what text not null,
  since timestamptz not null,
  n integer not null,
  last_at timestamptz not null,
  primary key (what, since)
);

create table subscriber_day (
  day date not null,
  kind text not null,
  joined integer not null default 0,
  gone integer not null default 0,
  primary key (day, kind)
);

-- What stops a storm, and what is offered. One row.
create table subscriber_fuse (
  id boolean primary key default true check (id),
  state text not null default 'armed' check (state in ('armed', 'paused', 'blown')),
  -- A sentence: a code of the locales and what fills it.
  reason jsonb,
  changed_at timestamptz,
  changed_by text,
  per_subscriber_hour_max integer not null default 6 check (per_subscriber_hour_max > 0),
  per_minute_max integer not null default 60000 check (per_minute_max > 0),
  per_day_max integer not null default 1000000 check (per_day_max > 0),
  offered text[] not null default '{email,push,webhook,slack,teams}'
);
insert into subscriber_fuse (id) values (true);
