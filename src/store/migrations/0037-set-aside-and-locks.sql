-- What could not be taken in is counted and shown without reading everything that providers tell us.
create index inbox_aside on inbox (channel_id, received_at) where set_aside is not null;
create index unread_reply_aside on unread_reply (channel_id, received_at) where set_aside is not null;

-- What an opt-out or the suppression list ends is taken in the order in which everybody takes people and
-- chunks: nobody waits for them in a circle. The rest is as it was.
create or replace function stop_deliveries() returns trigger language plpgsql as $$
begin
  with under_way as materialized (
    select d.broadcast_id, d.ordinal from delivery d
    where d.contact_id = new.contact_id and d.settled is null
      and exists (
        select 1 from jsonb_array_elements(d.ways) with ordinality way (pair, place)
        join channel c on c.id = (way.pair ->> 0)::integer
        where jsonb_typeof(way.pair) = 'array' and c.address_kind = new.kind
      )
    order by d.broadcast_id, d.ordinal for no key update
  ), stopped as (
    update delivery d set settled = 'blocked', settled_at = new.at, due_at = null, why = 'opted-out'
    from under_way u
    where d.broadcast_id = u.broadcast_id and d.ordinal = u.ordinal and d.settled is null
    returning d.broadcast_id, d.ordinal
  ), touched as materialized (
    select c.broadcast_id, c.no from chunk c
    where c.due_at is not null and exists (
      select from stopped s where s.broadcast_id = c.broadcast_id
        and s.ordinal between c.first_ordinal and c.last_ordinal
    )
    order by c.broadcast_id, c.no for no key update
  )
  -- The chunk is looked at soon: it may have been the last one that its broadcast waited for.
  update chunk c set due_at = least(c.due_at, new.at)
  from touched t
  where c.broadcast_id = t.broadcast_id and c.no = t.no and c.due_at is not null;
  return null;
end $$;

create or replace function stop_suppressed_deliveries() returns trigger language plpgsql as $$
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
  ), taken as materialized (
    select d.broadcast_id, d.ordinal
    from hit join delivery d on d.broadcast_id = hit.broadcast_id and d.ordinal = hit.ordinal
    where d.settled is null
    order by d.broadcast_id, d.ordinal for no key update of d
  ), stopped as (
    update delivery d
    set settled = 'blocked', settled_at = stopped_at, due_at = null, why = 'suppressed'
    from taken t
    where d.broadcast_id = t.broadcast_id and d.ordinal = t.ordinal and d.settled is null
    returning d.broadcast_id, d.ordinal
  ), touched as materialized (
    select c.broadcast_id, c.no from chunk c
    where c.due_at is not null and (c.broadcast_id, c.no) in (
      select c2.broadcast_id, c2.no from stopped s join chunk c2 on c2.broadcast_id = s.broadcast_id
        and s.ordinal between c2.first_ordinal and c2.last_ordinal
    )
    order by c.broadcast_id, c.no for no key update
  )
  update chunk c set due_at = least(c.due_at, stopped_at)
  from touched t
  where c.broadcast_id = t.broadcast_id and c.no = t.no and c.due_at is not null;
  return null;
end $$;
