-- Deliveries and attempts stand in parts, one after the other, each for a run of broadcasts: what was
-- sent last year lies in tables of its own and slows nothing of today. Parts are cut and dropped by
-- store/parts.ts; each is named after the first broadcast in it.

-- The table that is there becomes the first part as it stands: not a row is moved.
create function begin_parts(parent text) returns void language plpgsql as $$
declare
  first_part text := parent || '_from_0';
  rules text[] := array(select pg_get_triggerdef(oid) from pg_trigger
    where tgrelid = parent::regclass and not tgisinternal);
  rule text;
  found text;
begin
  for found in select tgname from pg_trigger where tgrelid = parent::regclass and not tgisinternal
  loop
    execute format('drop trigger %I on %I', found, parent);
  end loop;
  for found in select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = parent::regclass
  loop
    execute format('alter index %I rename to %I', found, replace(found, parent, first_part));
  end loop;
  execute format('alter table %I rename to %I', parent, first_part);
  execute format('create table %I (like %I including all) partition by range (broadcast_id)',
    parent, first_part);
  execute format('alter table %I attach partition %I for values from (minvalue) to (maxvalue)',
    parent, first_part);
  foreach rule in array rules loop
    execute rule;
  end loop;
end $$;
select begin_parts('delivery'), begin_parts('attempt');
drop function begin_parts(text);

-- What became of the people of a broadcast whose deliveries are forgotten, as numbers.
create table delivery_sum (
  broadcast_id integer not null references broadcast on delete cascade,
  settled text not null,
  answer text not null,
  people integer not null,
  primary key (broadcast_id, settled, answer)
);
alter table broadcast add column forgotten_at timestamptz;

-- Questions about the last minutes do not read those of last year.
create index tally_minute on tally (minute);

-- How many days each kind of detail is kept, where the organisation wants it otherwise.
alter table organisation add column keeps jsonb not null default '{}';
