-- What makes each announcement provable, and what we say about rumours.

-- One language of one version, as it was signed when it was published: these bytes never change.
create table announcement_signature (
  announcement_id uuid not null references announcement on delete cascade,
  language text not null check (language in ('fr', 'en')),
  -- Ten characters that people can read out; the same for both languages of a version.
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  envelope text not null,
  signature text not null,
  key_id text not null references signing_key,
  primary key (announcement_id, language)
);
create unique index announcement_signature_code on announcement_signature (code, language);

-- A rumour, and what we know about it.
create table rumour (
  id uuid primary key,
  -- Null is a rumour that belongs to no incident.
  incident_id uuid references incident on delete set null,
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  verdict text not null check (verdict in ('true', 'false', 'unproven', 'misleading')),
  texts jsonb not null,
  links text[] not null default '{}',
  source text not null,
  -- Counts what the public has read: 0 before the first time.
  version integer not null default 0 check (version >= 0),
  drafted_by text not null,
  changed_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  check (state = 'draft' or published_at is not null),
  check ((version = 0) = (published_at is null))
);
create index rumour_shown on rumour (updated_at desc) where published_at is not null;
create index rumour_incident on rumour (incident_id) where incident_id is not null;

-- Every version that the public could read, as it read.
create table rumour_version (
  rumour_id uuid not null references rumour on delete cascade,
  version integer not null check (version > 0),
  verdict text not null check (verdict in ('true', 'false', 'unproven', 'misleading')),
  texts jsonb not null,
  links text[] not null,
  source text not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (rumour_id, version)
);

-- "Is this true?", asked by a visitor. Who asked is a hash under the chance of one day.
create table rumour_question (
  id uuid primary key,
  words text not null check (char_length(words) between 1 and 600),
  link text check (char_length(link) <= 300),
  language text not null check (language in ('fr', 'en')),
  network_hash bytea not null,
  -- How often the same was asked.
  asked integer not null default 1 check (asked > 0),
  state text not null default 'waiting' check (state in ('waiting', 'answered', 'dismissed')),
  rumour_id uuid references rumour on delete set null,
  at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  check ((state = 'waiting') = (decided_at is null))
);
create index rumour_question_queue on rumour_question (at) where state = 'waiting';
