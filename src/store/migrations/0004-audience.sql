-- Whom we may reach, where, and the proof that we may.

create table contact (
  id bigint generated always as identity primary key,
  external_key text unique,
  name text not null,
  language text not null check (language in ('fr', 'en')),
  country text,
  attributes jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  erased_at timestamptz
);
create index contact_attributes on contact using gin (attributes jsonb_path_ops);

create table address (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contact on delete cascade,
  -- The way, not the provider: whatsapp, sms, email, webhook …
  kind text not null,
  value text not null,
  state text not null default 'usable' check (state in ('usable', 'rejected')),
  state_note text,
  unique (kind, value),
  unique (contact_id, kind)
);

create table consent (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contact on delete cascade,
  kind text not null,
  state text not null check (state in ('given', 'withdrawn')),
  wording text not null,
  source text not null,
  -- A file proves that somebody once agreed. It can never undo what a person said to us.
  origin text not null default 'record' check (origin in ('record', 'import')),
  at timestamptz not null
);
create index consent_contact on consent (contact_id, kind, id desc);
create index consent_withdrawn on consent (contact_id, kind, id) where state = 'withdrawn';

-- What is in force for a contact and kind; the other rows are the proof of what was before.
create view consent_state as
select distinct on (contact_id, kind) contact_id, kind, state, wording, source, origin, at
from consent
order by contact_id, kind, (origin = 'import' and state = 'given'), id desc;

-- Where we may write to today: an address that works, and a consent that no opt-out ended.
-- It says the same as consent_state, in a form that stays fast for a million contacts.
create view usable_address as
select a.contact_id, a.kind, a.value
from address a
where a.state = 'usable' and exists (
  select 1 from consent g
  where g.contact_id = a.contact_id and g.kind = a.kind and g.state = 'given'
    and not exists (
      select 1 from consent w
      where w.contact_id = g.contact_id and w.kind = g.kind and w.state = 'withdrawn'
        and (w.id > g.id or g.origin = 'import')
    )
);

create table segment (
  id uuid primary key,
  name text not null,
  question jsonb not null,
  created_at timestamptz not null
);

create table contact_import (
  id uuid primary key,
  file_name text not null,
  state text not null check (state in ('checked', 'applied')),
  -- The header of the file, so that its faulty rows can be given back as they came.
  header jsonb not null,
  summary jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  applied_at timestamptz,
  check ((state = 'applied') = (applied_at is not null))
);
create table contact_import_error (
  import_id uuid not null references contact_import on delete cascade,
  line integer not null,
  column_name text not null,
  code text not null,
  value text not null,
  params jsonb not null default '{}',
  -- The whole row as it came.
  cells jsonb not null
);
create index contact_import_error_line on contact_import_error (import_id, line);

-- The valid rows of a checked file, until they are applied. Unlogged: a crash of the database
-- empties it, which the application notices, and the file is checked again.
create unlogged table contact_import_row (
  import_id uuid not null,
  line integer not null,
  external_key text,
  name text not null,
  language text,
  country text,
  attributes jsonb not null,
  addresses jsonb not null,
  consents jsonb not null,
  wording text not null,
  source text not null,
  consent_at timestamptz,
  cells jsonb not null,
  primary key (import_id, line)
);
