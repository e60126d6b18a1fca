-- A provider that refuses us for speed: since when it has taken nothing at all, until when it asked for
-- silence, and when it last asked for so much that people may be better served on another channel.
alter table channel_rate
  add column refused_since timestamptz,
  add column hushed_until timestamptz,
  add column long_hush_at timestamptz;
