-- Who we are, who may decide, and what was decided.

create table organisation (
  id smallint primary key default 1 check (id = 1),
  name text not null,
  mode text not null check (mode in ('training', 'live')),
  default_language text not null check (default_language in ('fr', 'en')),
  time_zone text not null,
  default_country text not null check (default_country ~ '^[A-Z]{2}$'),
  second_approver boolean not null default true,
  created_at timestamptz not null
);

create table account (
  id uuid primary key,
  email text not null,
  name text not null,
  language text not null check (language in ('fr', 'en')),
  roles text[] not null check (
    roles <@ array['viewer', 'responder', 'communicator', 'approver', 'administrator']
  ),
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index account_email on account (lower(email));

-- The token itself never reaches the database: only its hash does.
create table session (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  csrf_hash bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_account on session (account_id);

-- A link that signs one account in once (the first administrator, a forgotten password).
create table login_link (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table api_key (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  roles text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- Append-only: what happened, for the timeline, the audit, the live console and the report.
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  name text not null,
  subject_kind text not null,
  subject_id text not null,
  incident_id uuid,
  detail jsonb not null
);
create index event_incident on event (incident_id, id) where incident_id is not null;
create index event_subject on event (subject_kind, subject_id, id);

-- The hash chain over events. A seal holds its event's hash joined to the seal before it.
create table seal (
  no bigint primary key,
  event_id bigint not null unique references event,
  hash bytea not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger event_append_only before update or delete on event
  for each row execute function refuse_change();
create trigger seal_append_only before update or delete on seal
  for each row execute function refuse_change();
