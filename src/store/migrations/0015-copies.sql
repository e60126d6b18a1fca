-- Places out there that hold a copy of the public pages: it goes on when we do not.
create table copy (
  id integer generated always as identity primary key,
  kind text not null,
  name text not null check (name <> ''),
  -- Where the public reads this copy; empty while nobody is told of it.
  public_url text not null default '',
  settings jsonb not null,
  secrets bytea,
  enabled boolean not null default true,
  -- How often its age is renewed while there is no news.
  every_ms integer not null check (every_ms between 15000 and 3600000),
  created_at timestamptz not null,

  -- What happened there last. `pages_at`: the moment of which the pages out there tell.
  tried_at timestamptz,
  kept_at timestamptz,
  pages_at timestamptz,
  deep_at timestamptz,
  trouble jsonb,
  failure_count integer not null default 0 check (failure_count >= 0),
  next_at timestamptz not null,

  -- One node at a time carries it. Who carried it last knows what is there.
  carrier text,
  lease_until timestamptz
);
