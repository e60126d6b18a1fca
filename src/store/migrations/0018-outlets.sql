-- Where we speak to everybody at once: our accounts at networks, and what each has said.

create table outlet (
  id integer generated always as identity primary key,
  kind text not null,
  name text not null,
  settings jsonb not null,
  -- Sealed, like those of channels.
  secrets bytea,
  languages text[] not null check (
    cardinality(languages) > 0 and languages <@ array['fr', 'en']
  ),
  -- automatic: speaks when we publish. ask: somebody presses a button first.
  mode text not null default 'automatic' check (mode in ('automatic', 'ask')),
  drill boolean not null default false,
  enabled boolean not null default true,
  created_at timestamptz not null
);

-- The ledger: one line for each outlet, language and version, whatever happens.
create table outlet_post (
  id bigint generated always as identity primary key,
  outlet_id integer not null references outlet,
  incident_id uuid not null references incident on delete cascade,
  announcement_id uuid not null references announcement on delete cascade,
  version integer not null,
  language text not null check (language in ('fr', 'en')),
  what text not null check (what in ('said', 'withdrawn')),
  -- unknown: it may stand there. While it is due we look; after that a person does.
  state text not null check (
    state in ('asked', 'waiting', 'sending', 'unknown', 'told', 'failed', 'dropped')
  ),
  try smallint not null default 0,
  -- What the last try came to, and the network's own words for it.
  reason text,
  why text,
  due_at timestamptz,
  lease_token uuid,
  -- What was said, as it was sent.
  text text,
  remote_id text,
  remote_url text,
  created_at timestamptz not null,
  at timestamptz not null,
  -- Nothing is said twice.
  unique (outlet_id, announcement_id, language, what),
  check (state not in ('waiting', 'sending') or due_at is not null),
  check (state not in ('asked', 'told', 'failed', 'dropped') or due_at is null)
);
create index outlet_post_due on outlet_post (due_at) where due_at is not null;
create index outlet_post_incident on outlet_post (incident_id, id);
create index outlet_post_thread on outlet_post (outlet_id, incident_id, language, id);

-- Words of its own for a network, where somebody wrote them: {"x": {"fr": "…"}}.
alter table announcement add column posts jsonb not null default '{}';

-- A draft that goes out by the clock: when, on whose word, and what stopped it.
alter table announcement add column publish_at timestamptz;
alter table announcement add column scheduled_by text;
alter table announcement add column publish_outlets integer[] not null default '{}';
alter table announcement add column schedule_failure jsonb;
alter table announcement add check ((publish_at is null) = (scheduled_by is null));
create index announcement_scheduled on announcement (publish_at)
  where state = 'draft' and publish_at is not null;
