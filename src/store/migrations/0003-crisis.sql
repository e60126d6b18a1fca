-- A crisis treated as one thing, its plan, and what we say in public.

create table incident (
  id uuid primary key,
  platform_id text references platform,
  origin text not null check (origin in ('assessment', 'cap', 'webhook', 'person')),
  state text not null check (
    state in ('suspected', 'confirmed', 'monitoring', 'resolved', 'dismissed')
  ),
  class text not null,
  title jsonb not null,
  drill boolean not null default false,
  started_at timestamptz not null,
  opened_at timestamptz not null,
  confirmed_at timestamptz,
  monitoring_at timestamptz,
  closed_at timestamptz,
  peak jsonb not null default '{}',
  check ((state in ('resolved', 'dismissed')) = (closed_at is not null))
);
-- Two open incidents of one platform must never be.
create unique index incident_one_open on incident (platform_id)
  where closed_at is null and platform_id is not null;
create index incident_opened on incident (opened_at desc);

create table playbook (
  id uuid primary key,
  name jsonb not null,
  tasks jsonb not null,
  is_default boolean not null default false
);
create unique index playbook_one_default on playbook (is_default) where is_default;

create table run (
  id uuid primary key,
  playbook_id uuid not null references playbook,
  incident_id uuid not null unique references incident,
  started_at timestamptz not null,
  ended_at timestamptz
);

create table task (
  id uuid primary key,
  run_id uuid not null references run on delete cascade,
  key text not null,
  title jsonb not null,
  owner_role text not null,
  position integer not null,
  due_at timestamptz not null,
  every_ms integer,
  state text not null check (state in ('open', 'done', 'skipped')),
  overdue_at timestamptz,
  done_at timestamptz,
  done_by text,
  note text,
  check ((state = 'open') = (done_at is null))
);
create index task_due on task (due_at) where state = 'open';
create index task_run on task (run_id, position);

create table announcement (
  id uuid primary key,
  incident_id uuid not null references incident,
  state text not null check (
    state in ('draft', 'approved', 'published', 'corrected', 'withdrawn')
  ),
  severity text not null check (severity in ('degraded', 'partial', 'major', 'resolved')),
  texts jsonb not null,
  source text not null,
  version integer not null default 1,
  drafted_by text not null,
  approved_by text,
  updated_at timestamptz not null,
  published_at timestamptz,
  next_update_at timestamptz,
  replaced_by uuid references announcement
);
create index announcement_incident on announcement (incident_id, updated_at desc);
-- One announcement of an incident is in force at a time.
create unique index announcement_one_published on announcement (incident_id)
  where state = 'published';

-- A way the public reaches the organisation; a `component` on the public API.
create table contact_point (
  id uuid primary key,
  name jsonb not null,
  kind text not null,
  platform_id text references platform,
  link text,
  hours jsonb,
  languages text[] not null,
  waiting_minutes integer check (waiting_minutes >= 0),
  baseline text not null default 'operational' check (
    baseline in ('operational', 'degraded', 'partial', 'major', 'maintenance', 'unknown')
  ),
  position integer not null default 0,
  updated_at timestamptz not null
);
