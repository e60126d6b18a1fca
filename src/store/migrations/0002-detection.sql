-- What we depend on, who looks at it, what they say, and what it amounts to.

create table platform (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,40}$'),
  name text not null,
  -- Platforms of one owner share their fate (whatsapp, messenger and instagram: meta).
  failure_domain text not null,
  capabilities text[] not null,
  position integer not null default 0
);

create table source (
  id uuid primary key,
  sensor text not null,
  platform_id text not null references platform,
  name text not null,
  settings jsonb not null,
  secrets bytea,
  every_ms integer not null check (every_ms >= 1000),
  enabled boolean not null default true,
  health text not null default 'unknown' check (health in ('healthy', 'unhealthy', 'unknown')),
  -- A sentence: a code of the locales and what fills it.
  health_note jsonb,
  looked_at timestamptz,
  due_at timestamptz,
  leased_until timestamptz
);

-- What a source says: a count in a minute, or a reading. Seen once per source and moment.
create table signal (
  id bigint generated always as identity primary key,
  source_id uuid not null references source on delete cascade,
  platform_id text not null references platform,
  kind text not null check (kind in ('reports', 'social', 'probe', 'official', 'deliveries')),
  at timestamptz not null,
  count integer check (count >= 0),
  verdict text check (verdict in ('up', 'degraded', 'down', 'unknown')),
  -- A sentence: a code of the locales and what fills it.
  evidence jsonb not null,
  detail jsonb not null default '{}',
  check ((count is null) <> (verdict is null))
);
create unique index signal_once on signal (source_id, at);
create index signal_platform on signal (platform_id, kind, at);

-- What one person told us. The hash is salted and rotates: it tells two people apart, nothing more.
create table report (
  id bigint generated always as identity primary key,
  platform_id text not null references platform,
  symptom text not null,
  country text,
  app_version text,
  reporter_hash bytea not null,
  network_hash bytea not null,
  at timestamptz not null
);
create index report_platform on report (platform_id, at);
create index report_reporter on report (reporter_hash, at);
create index report_network on report (network_hash, at);
create index report_at on report (at);

-- The detector's memory of one stream, so that a restart loses at most one bucket.
create table stream (
  id text primary key,
  platform_id text not null references platform on delete cascade,
  kind text not null,
  bucket_ms integer not null,
  bucket_at timestamptz not null,
  state jsonb not null
);

-- What a stream said in each bucket: the chart of observed, expected and band.
create table stream_point (
  stream_id text not null references stream on delete cascade,
  at timestamptz not null,
  count integer,
  expected real not null,
  band real not null,
  score real not null,
  state text not null check (state in ('quiet', 'watch', 'alert')),
  primary key (stream_id, at)
);

-- One row each time the opinion on a platform changes; the newest is the present one.
create table assessment (
  id bigint generated always as identity primary key,
  platform_id text not null references platform,
  at timestamptz not null,
  level text not null check (level in ('healthy', 'unclear', 'suspected', 'confirmed')),
  class text not null,
  -- Which country, feature, version or platform the class is about.
  subject text,
  confidence real not null check (confidence between 0 and 1),
  crowd_only boolean not null,
  addends jsonb not null
);
create index assessment_platform on assessment (platform_id, id desc);

-- What is thought of a platform at this moment, bucket by bucket: the memory of the fusion.
create table opinion (
  platform_id text primary key references platform on delete cascade,
  at timestamptz not null,
  assessment jsonb not null,
  excess real not null,
  ratio real not null
);
