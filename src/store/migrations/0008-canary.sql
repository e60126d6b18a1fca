-- Test messages to ourselves, and what providers say of our own accounts.

-- One row for each test message, committed before the network is touched. Its number travels in the
-- reference of the message, so that its receipts are told from everybody else's.
create table canary (
  id integer generated always as identity primary key,
  source_id uuid not null references source on delete cascade,
  channel_id integer not null references channel on delete cascade,
  address text not null,
  -- What counts as its arrival.
  proof text not null check (proof in ('accepted', 'delivered', 'reply')),
  sent_at timestamptz not null,
  -- Patience ends here. Good news that comes later still counts, as late.
  due_at timestamptz not null,
  -- What the provider answered; null while nobody knows, and after a node died in between.
  outcome text,
  why text,
  provider_id text,
  -- The provider said that it passed the message on, which is not yet an arrival.
  passed_on boolean not null default false,
  arrived_at timestamptz,
  -- Refused, arrived, or out of patience: the next one may go.
  ended_at timestamptz,
  check (arrived_at is null or ended_at is not null)
);
-- Never two in flight for one source, whichever nodes look at once.
create unique index canary_in_flight on canary (source_id) where ended_at is null;
create index canary_source on canary (source_id, sent_at desc);
create index canary_provider on canary (channel_id, provider_id) where provider_id is not null;
create index canary_answer on canary (channel_id) where proof = 'reply' and ended_at is null;

-- What a provider said of our own account, topic by topic: the newest word on each stands.
create table account_note (
  channel_id integer not null references channel on delete cascade,
  topic text not null,
  state text not null check (state in ('fine', 'limited', 'blocked')),
  -- A sentence: a code of the locales and what fills it.
  says jsonb not null,
  at timestamptz not null,
  primary key (channel_id, topic)
);
