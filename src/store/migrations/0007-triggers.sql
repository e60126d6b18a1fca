-- Alerts of the world (a civil warning, an earthquake, a monitor of our own) open incidents.

-- A trigger looks at the world, not at a platform.
alter table source alter column platform_id drop not null;

-- What a source has said under one key, and the incident that came of it. A message that was
-- replaced or taken back stays as 'over', so that a late copy of it opens nothing.
create table alert (
  source_id uuid not null references source on delete cascade,
  key text not null check (length(key) between 1 and 500),
  state text not null check (state in ('open', 'over')),
  incident_id uuid references incident,
  severity text not null check (
    severity in ('unknown', 'minor', 'moderate', 'severe', 'extreme')
  ),
  -- What was said last, to tell a repetition from news.
  gist text not null,
  said_at timestamptz not null,
  expires_at timestamptz,
  noted_at timestamptz not null,
  primary key (source_id, key)
);
create index alert_incident on alert (incident_id) where state = 'open';
create index alert_expiry on alert (source_id, expires_at) where state = 'open';

-- How lively the public writes to us, over weeks.
create index reply_channel on reply (channel_id, at);
