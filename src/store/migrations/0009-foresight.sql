-- What lies ahead: the calendar of events. And how late official feeds were: one row per incident and feed.

create table calendar_entry (
  id uuid primary key,
  title jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- No platform: all of them.
  platform_ids text[] not null default '{}',
  country text check (country ~ '^[A-Z]{2}$'),
  kind text not null check (
    kind in (
      'holiday', 'election', 'match', 'festival', 'strike', 'maintenance', 'own_maintenance', 'other'
    )
  ),
  load text not null check (load in ('low', 'medium', 'high')),
  source text not null,
  -- How it comes back, or null.
  repeat jsonb,
  -- Who it is in the file it came from, so that the same file can be taken in again.
  uid text unique,
  updated_at timestamptz not null,
  check (ends_at > starts_at)
);
create index calendar_entry_ends on calendar_entry (ends_at);

create table feed_lag (
  incident_id uuid not null references incident on delete cascade,
  -- The source may be removed; what it said then stays.
  source_id uuid not null,
  source_name text not null,
  platform_id text not null references platform,
  suspected_at timestamptz not null,
  confirmed_at timestamptz,
  word text not null check (word in ('heard', 'waiting', 'never', 'already', 'blind')),
  heard_at timestamptz,
  -- When the platform itself says that it began.
  declared_at timestamptz,
  final boolean not null,
  primary key (incident_id, source_id),
  check ((word = 'heard') = (heard_at is not null))
);
create index feed_lag_platform on feed_lag (platform_id, suspected_at);
