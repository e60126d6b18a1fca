-- Subscribers belong to a page, hear of planned work, and leave for a reason.

-- The page where somebody asked. Null is the one at the root, whether it was described or not.
alter table subscriber add column page_id uuid references public_page on delete cascade;
-- Whether planned work is told, too.
alter table subscriber add column works boolean not null default true;
-- Since when nothing arrives there; null while it does.
alter table subscriber add column failing_since timestamptz;
alter table subscriber drop constraint subscriber_kind_address_hash_key;
-- One address may follow several pages, each once.
create unique index subscriber_address on subscriber (kind, address_hash, page_id);
create unique index subscriber_address_at_root on subscriber (kind, address_hash) where page_id is null;
create index subscriber_page on subscriber (page_id) where page_id is not null;

-- What there is to tell may be planned work.
alter table telling add column maintenance_id uuid references maintenance on delete cascade;
alter table telling drop constraint telling_what_check;
alter table telling add constraint telling_what_check check (what in (
  'published', 'updated', 'withdrawn', 'resolved', 'letter',
  'work-planned', 'work-changed', 'work-soon', 'work-begun', 'work-said', 'work-over', 'work-cancelled'
));
alter table telling drop constraint telling_check2;
alter table telling add constraint telling_about check (
  (incident_id is not null) = (what in ('published', 'updated', 'withdrawn', 'resolved'))
  and (maintenance_id is not null) = (what like 'work-%')
);
create index telling_maintenance on telling (maintenance_id, id) where maintenance_id is not null;

-- Who is no longer on the list, and why. Of those who left by themselves no more than that they did.
create table subscriber_end (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  language text not null,
  page_id uuid references public_page on delete set null,
  reason text not null check (reason in (
    'left', 'stopped', 'bounced', 'soft-bounced', 'complained', 'unreachable', 'gone', 'failing',
    'removed', 'page'
  )),
  -- What the other side said.
  why text,
  -- Enough of the address for somebody to recognise it, where we ended it and not they.
  shown text
);
create index subscriber_end_at on subscriber_end (at);
