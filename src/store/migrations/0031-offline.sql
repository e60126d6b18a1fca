-- What was sent while the server was gone; systems that hand us contacts, by pulling and by calling.

-- A sending from an offline copy, as its result file tells it. The file may come again, and tell more.
create table offline_sending (
  job text primary key,
  label text not null,
  audience text not null,
  drill boolean not null,
  copy_made_at timestamptz not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  complete boolean not null,
  planned_by text not null,
  approved_by text not null,
  texts jsonb not null,
  channels jsonb not null,
  imported_at timestamptz not null,
  imported_by text not null
);
create table offline_sent (
  job text not null references offline_sending on delete cascade,
  contact_id bigint not null references contact on delete cascade,
  channel_id integer not null,
  settled text,
  outcome text,
  why text,
  attempted_at timestamptz,
  primary key (job, contact_id)
);
create index offline_sent_contact on offline_sent (contact_id);

-- A list of contacts that another system keeps at an address of its own, fetched by the clock.
create table contact_pull (
  id uuid primary key,
  name text not null check (name <> ''),
  url text not null,
  -- {"format": "csv" | "json", "path": …, "columns": {header: role}, "country": …, "wording": …, "source": …}
  reading jsonb not null,
  auth text not null check (auth in ('none', 'bearer', 'basic')),
  secret bytea,
  -- What becomes of people who are not in the list any more: nothing, or nobody writes to them.
  absent text not null check (absent in ('keep', 'silence')),
  -- A change of more than this share of the people waits for a person.
  brake_percent smallint not null check (brake_percent between 1 and 100),
  every_ms bigint not null check (every_ms between 300000 and 2678400000),
  enabled boolean not null default true,
  etag text,
  last_modified text,
  -- What was applied last, what waits for a person, and what that person has let through.
  digest bytea,
  held_digest bytea,
  confirmed_digest bytea,
  created_at timestamptz not null,
  created_by text not null,
  failure_count integer not null default 0,
  next_at timestamptz not null,
  lease_until timestamptz,
  check ((auth = 'none') = (secret is null))
);
create table contact_pull_run (
  id bigint generated always as identity primary key,
  pull_id uuid not null references contact_pull on delete cascade,
  at timestamptz not null,
  result text not null check (result in ('unchanged', 'applied', 'held', 'failed')),
  counts jsonb not null default '{}',
  trouble jsonb
);
create index contact_pull_run_pull on contact_pull_run (pull_id, id desc);
-- Who came with which list: only they can be missing from it.
create table contact_pull_member (
  pull_id uuid not null references contact_pull on delete cascade,
  contact_id bigint not null references contact on delete cascade,
  primary key (pull_id, contact_id)
);

-- A system that tells us of contacts by itself, signing with one of its secrets.
create table contact_hook (
  id uuid primary key,
  name text not null check (name <> ''),
  -- Sealed: [{"id": …, "secret": …, "createdAt": …}]
  secrets bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  heard_at timestamptz
);
-- Each event once: the same again gets the same answer.
create table contact_hook_event (
  hook_id uuid not null references contact_hook on delete cascade,
  event_id text not null,
  digest bytea not null,
  at timestamptz not null,
  erased integer not null default 0,
  answer jsonb not null,
  primary key (hook_id, event_id)
);
create index contact_hook_event_at on contact_hook_event (at);
