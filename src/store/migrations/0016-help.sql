-- What people ask, what we answer, and what they write to us.

create table faq_entry (
  id uuid primary key,
  about_kind text not null check (about_kind in ('general', 'incident', 'platform', 'point')),
  -- Which one; an entry outlives what it is about, and is then simply not shown.
  about_id text check (char_length(about_id) <= 60),
  position integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((about_kind = 'general') = (about_id is null))
);
create index faq_entry_order on faq_entry (position, id);

-- One language of an entry. Published is a version; what was written after it waits.
create table faq_text (
  entry_id uuid not null references faq_entry on delete cascade,
  language text not null check (language in ('fr', 'en')),
  latest integer not null check (latest > 0),
  published integer check (published between 1 and latest),
  published_at timestamptz,
  primary key (entry_id, language),
  check ((published is null) = (published_at is null))
);

-- Every wording there ever was. None is changed.
create table faq_version (
  entry_id uuid not null,
  language text not null,
  version integer not null check (version > 0),
  question text not null check (char_length(question) between 1 and 200),
  answer text not null check (char_length(answer) between 1 and 4000),
  written_by text not null,
  at timestamptz not null,
  primary key (entry_id, language, version),
  foreign key (entry_id, language) references faq_text on delete cascade
);

-- Whether an answer helped: once a day from one place, by a hash that nobody can read tomorrow.
create table faq_vote (
  entry_id uuid not null references faq_entry on delete cascade,
  voter_hash bytea not null,
  language text not null check (language in ('fr', 'en')),
  helped boolean not null,
  at timestamptz not null,
  primary key (entry_id, voter_hash)
);

-- What somebody wrote to us, and wants an answer to.
create table ticket (
  id uuid primary key,
  reference text not null unique check (reference ~ '^[A-HJ-NP-Z2-9]{8}$'),
  language text not null check (language in ('fr', 'en')),
  name text not null check (char_length(name) between 1 and 100),
  reply_kind text not null check (reply_kind in ('email', 'sms')),
  -- Sealed: an address is of use to whoever steals a database.
  reply_to bytea not null,
  message text not null check (char_length(message) between 1 and 4000),
  -- What was asked in the question box before.
  asked text[] not null default '{}',
  -- The words under which the address was given.
  consent text not null,
  incident_id uuid references incident,
  network_hash bytea not null,
  drill boolean not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  assignee_id uuid references account,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'closed') = (closed_at is not null))
);
create index ticket_queue on ticket (created_at) where state <> 'closed';
create index ticket_closed on ticket (closed_at) where state = 'closed';
create index ticket_network on ticket (network_hash, created_at);

-- What was done about it, line by line.
create table ticket_line (
  id uuid primary key,
  ticket_id uuid not null references ticket on delete cascade,
  kind text not null check (kind in ('note', 'answer', 'step')),
  -- Words of a person; a step says what changed.
  text text not null check (char_length(text) between 1 and 4000),
  written_by text not null,
  at timestamptz not null
);
create index ticket_line_of on ticket_line (ticket_id, at);

-- What is to be sent to the person: committed as sending before the network is touched.
create table ticket_mail (
  id uuid primary key,
  ticket_id uuid not null references ticket on delete cascade,
  what text not null check (what in ('receipt', 'answer')),
  text text,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  due_at timestamptz not null,
  tries integer not null default 0,
  why text,
  created_at timestamptz not null,
  check ((what = 'answer') = (text is not null))
);
create index ticket_mail_due on ticket_mail (due_at) where state in ('queued', 'sending');
create index ticket_mail_of on ticket_mail (ticket_id, created_at);
