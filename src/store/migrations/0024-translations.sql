-- An announcement may go out in one language first; the other follows as a version of its own.

-- The language that is not part of this version, whatever of it is written already.
alter table announcement add column later_language text check (later_language in ('fr', 'en'));
-- Who checked the words of each language that went out, and when.
alter table announcement add column checked jsonb not null default '{}';
update announcement set checked = jsonb_build_object(
  'fr', jsonb_build_object('by', coalesce(approved_by, drafted_by), 'at', published_at),
  'en', jsonb_build_object('by', coalesce(approved_by, drafted_by), 'at', published_at)
) where published_at is not null;
-- The version whose words this one translates: nobody who read those is told again.
alter table announcement add column translates uuid references announcement on delete cascade;
create index announcement_translates on announcement (translates) where translates is not null;

-- A translation is for those who read that language; null is for everybody.
alter table telling add column language text check (language in ('fr', 'en'));
