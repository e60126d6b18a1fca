-- Where people live, and who must never be written to, whatever they once agreed to.

alter table contact
  add column lat double precision check (lat between -90 and 90),
  add column lon double precision check (lon between -180 and 180),
  add constraint contact_place_whole check ((lat is null) = (lon is null));
-- A question about a place starts with a box. Nearly nobody leaves it, so no other index is needed.
create index contact_place on contact (lat, lon) where lat is not null and erased_at is null;

alter table contact_import_row
  add column lat double precision,
  add column lon double precision;

-- A person, or an address, that nobody may write to. What is lifted stays as the record of it.
create table suppression (
  id bigint generated always as identity primary key,
  contact_id bigint references contact on delete cascade,
  -- Null: whatever the way. A number is suppressed for text messages and for WhatsApp alike.
  kind text,
  value text,
  reason text not null check (reason <> ''),
  source text not null,
  -- When a loop lifts it. Until that has happened it holds: late is safe, early is not.
  until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  lifted_at timestamptz,
  lifted_by text,
  check ((contact_id is null) <> (value is null)),
  check (kind is null or value is not null),
  check ((lifted_at is null) = (lifted_by is null))
);
create unique index suppression_contact on suppression (contact_id)
  where lifted_at is null and contact_id is not null;
create unique index suppression_address on suppression (value, coalesce(kind, ''))
  where lifted_at is null and value is not null;
create index suppression_until on suppression (until) where lifted_at is null and until is not null;

-- The one question that every broadcast asks before it writes to anybody.
create or replace view usable_address as
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
)
and not exists (
  select 1 from suppression s where s.lifted_at is null and s.contact_id = a.contact_id
)
and not exists (
  select 1 from suppression s
  where s.lifted_at is null and s.value = a.value and (s.kind is null or s.kind = a.kind)
);

-- What is under way ends at once, in the transaction that suppresses, as it does after an opt-out.
-- The frozen addresses are looked at, not those of today: the old number may still be on its way.
create function stop_suppressed_deliveries() returns trigger language plpgsql as $$
declare
  stopped_at timestamptz;
  -- A few are looked for in each delivery; for a list, each delivery is taken apart once.
  few boolean;
begin
  select max(created_at), count(*) <= 20 into stopped_at, few from added;
  with under_way as not materialized (
    select d.broadcast_id, d.ordinal, d.contact_id, d.ways
    from broadcast b join delivery d on d.broadcast_id = b.id
    where b.ended_at is null and d.settled is null
  ), hit as (
    select u.broadcast_id, u.ordinal
    from added s join under_way u on u.contact_id = s.contact_id
    union
    select u.broadcast_id, u.ordinal
    from added s join under_way u on u.ways @> jsonb_build_array(jsonb_build_array(s.value))
    where few and s.value is not null and (s.kind is null or exists (
      select 1 from jsonb_array_elements(u.ways) as way (pair)
      join channel c on c.id = (way.pair ->> 0)::integer and c.address_kind = s.kind
      where way.pair ->> 1 = s.value))
    union
    select u.broadcast_id, u.ordinal
    from under_way u
    cross join lateral jsonb_array_elements(u.ways) as way (pair)
    join added s on s.value = way.pair ->> 1
    where not few and (s.kind is null or s.kind = (
      select c.address_kind from channel c where c.id = (way.pair ->> 0)::integer))
  ), stopped as (
    update delivery d
    set settled = 'blocked', settled_at = stopped_at, due_at = null, why = 'suppressed'
    from hit
    where d.broadcast_id = hit.broadcast_id and d.ordinal = hit.ordinal and d.settled is null
    returning d.broadcast_id, d.ordinal
  )
  update chunk c set due_at = least(c.due_at, stopped_at)
  from stopped s
  where c.broadcast_id = s.broadcast_id and c.due_at is not null
    and s.ordinal between c.first_ordinal and c.last_ordinal;
  return null;
end $$;
create trigger suppression_stops_deliveries after insert on suppression
  referencing new table as added
  for each statement execute function stop_suppressed_deliveries();

-- An address that somebody says is theirs, until a code that was sent there comes back. One of each
-- kind at a time: asking again makes a new one, and the old code is worth nothing.
create table address_proof (
  contact_id bigint not null references contact on delete cascade,
  kind text not null check (kind in ('email', 'sms')),
  value text not null,
  nonce uuid not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed')),
  tries smallint not null default 0 check (tries >= 0),
  due_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (contact_id, kind)
);
create index address_proof_due on address_proof (due_at) where state = 'queued';
