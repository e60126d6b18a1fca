-- Planned work, and the public pages of an organisation that shows itself under several names.

create table maintenance (
  id uuid primary key,
  title jsonb not null,
  message jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The ways to reach us that it touches. None: it is told, and nothing shows another state.
  point_ids uuid[] not null default '{}',
  effect text not null check (effect in ('maintenance', 'degraded', 'partial', 'major')),
  -- Whether the date stands; a calendar shows the others as tentative.
  firm boolean not null default true,
  state text not null check (
    state in ('scheduled', 'in_progress', 'verifying', 'completed', 'cancelled')
  ),
  -- Rises with each change, so that calendars take the newest word for it.
  version integer not null default 0 check (version >= 0),
  began_at timestamptz,
  ended_at timestamptz,
  updated_at timestamptz not null,
  check (ends_at > starts_at),
  check ((state in ('completed', 'cancelled')) = (ended_at is not null))
);
-- What the clock looks through every other second.
create index maintenance_open on maintenance (starts_at) where ended_at is null;
create index maintenance_starts on maintenance (starts_at);

-- What was said of it, word by word; the state that it brought.
create table maintenance_update (
  id uuid primary key,
  maintenance_id uuid not null references maintenance on delete cascade,
  state text not null check (
    state in ('scheduled', 'in_progress', 'verifying', 'completed', 'cancelled')
  ),
  -- Null where the clock turned the page and nobody had anything to add.
  text jsonb,
  at timestamptz not null
);
create index maintenance_update_of on maintenance_update (maintenance_id, at);

create table public_page (
  id uuid primary key,
  -- Null: the page at the root.
  slug text unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 40),
  name jsonb not null,
  domain text unique check (domain ~ '^[a-z0-9.-]{4,253}$'),
  language text not null check (language in ('fr', 'en')),
  colours jsonb,
  footer jsonb,
  -- None named: all of them.
  point_ids uuid[] not null default '{}',
  platform_ids text[] not null default '{}',
  -- Whether it tells of incidents that belong to no platform (a flood, a power cut).
  general_incidents boolean not null default true,
  logo bytea check (length(logo) between 1 and 200000),
  logo_type text check (logo_type in ('png', 'jpeg', 'webp')),
  updated_at timestamptz not null,
  check ((logo is null) = (logo_type is null)),
  -- The page at the root stands where everybody looks already.
  check (slug is not null or domain is null)
);
create unique index public_page_one_root on public_page ((true)) where slug is null;
