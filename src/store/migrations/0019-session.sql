-- Sessions in which people ask and we answer, and polls. A "session" is a sign-in in here, so the
-- tables say forum.

create table forum (
  id uuid primary key,
  title jsonb not null,
  incident_id uuid references incident,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null,
  check (closes_at > opens_at)
);
create index forum_order on forum (closes_at desc);

create table forum_question (
  id uuid primary key,
  forum_id uuid not null references forum on delete cascade,
  -- As a moderator let it through; until then as it came, without addresses and numbers.
  words text not null check (char_length(words) between 1 and 500),
  language text not null check (language in ('fr', 'en')),
  state text not null check (state in ('waiting', 'accepted', 'rejected')),
  answer jsonb,
  network_hash bytea not null,
  at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  check ((state = 'waiting') = (decided_at is null)),
  check (answer is null or state = 'accepted')
);
create index forum_question_queue on forum_question (forum_id, state, at);
create index forum_question_network on forum_question (network_hash, at);

-- "I have this question too", by a hash that nobody can read tomorrow.
create table forum_voice (
  question_id uuid not null references forum_question on delete cascade,
  person_hash bytea not null,
  network_hash bytea not null,
  at timestamptz not null,
  primary key (question_id, person_hash)
);

create table poll (
  id uuid primary key,
  question jsonb not null,
  options jsonb not null check (jsonb_array_length(options) between 2 and 6),
  closes_at timestamptz not null,
  withdrawn_at timestamptz,
  created_by text not null,
  created_at timestamptz not null
);
create index poll_order on poll (closes_at desc);

create table poll_vote (
  poll_id uuid not null references poll on delete cascade,
  person_hash bytea not null,
  network_hash bytea not null,
  option smallint not null check (option between 0 and 5),
  at timestamptz not null,
  primary key (poll_id, person_hash)
);
create index poll_vote_network on poll_vote (network_hash, at);
