-- What people tell us in more detail, and how it is kept from telling who they are.

-- Null is what nobody said, and what the previous version of the program writes.
alter table report add column device text check (device in ('ios', 'android', 'web', 'desktop'));

-- Chance of one day. With its row gone, nobody can tell whose a hash of that day was: not even who
-- holds the secret key.
create table report_salt (
  day text primary key check (day ~ '^\d{4}-\d{2}-\d{2}$'),
  salt bytea not null check (length(salt) = 32)
);

-- What somebody wrote beside a report. It goes with its report, and shows once a person accepted it.
create table report_comment (
  id uuid primary key,
  report_id bigint not null unique references report on delete cascade,
  platform_id text not null references platform,
  words text not null check (char_length(words) between 1 and 280),
  state text not null check (state in ('waiting', 'accepted', 'rejected')),
  at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  check ((state = 'waiting') = (decided_at is null))
);
create index report_comment_queue on report_comment (at) where state = 'waiting';
create index report_comment_shown on report_comment (platform_id, at) where state = 'accepted';

-- Whether what people write shows at once; off unless the organisation says so.
alter table organisation add column comments_at_once boolean not null default false;
