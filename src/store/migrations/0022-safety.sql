-- Corrections and all-clears, reminders until somebody answers, who looks after whom, and the switch
-- that stops all sending.

alter table broadcast
  -- Everything but a message follows another broadcast.
  add column kind text not null default 'message' check (
    kind in ('message', 'correction', 'all-clear', 'reminder', 'deputy')
  ),
  add column follows integer references broadcast,
  -- What becomes of those whom the original was not sent to: nothing, the follow-up instead of it, or
  -- the original first and then the follow-up.
  add column rest text check (rest in ('nothing', 'instead', 'both')),
  -- While the original is not at rest, more people may turn out to have it.
  add column gathers boolean not null default false,
  add column gathered_at timestamptz,
  -- What people are asked for: {"kind": "safety" | "nothing"} or {"kind": "poll", "options": […]}.
  add column asks jsonb not null default '{"kind": "safety"}',
  -- {"everyMs": …, "timesMax": …, "deputyAfterMs": …}: until somebody answers.
  add column insist jsonb,
  -- When the next reminder is due, or the deputies are told; null when nothing more is.
  add column remind_at timestamptz,
  add column deputy_at timestamptz,
  -- Who is sent to before everybody else, one group after the other: [{"name": …, "question": …}].
  add column triage jsonb not null default '[]',
  -- As many people go first, and all others wait for how it goes with them; null: nobody waits.
  add column cohort integer check (cohort > 0),
  -- Paused by the switch that stops everything, and by nobody else.
  add column halted boolean not null default false,
  add constraint broadcast_follows_something check ((kind = 'message') = (follows is null)),
  add constraint broadcast_rest_of_follow_up check (
    (rest is not null) = (kind in ('correction', 'all-clear'))
  );
create index broadcast_follows on broadcast (follows, id) where follows is not null;

-- Each time somebody stopped all sending, and when it went on.
create table sending_stop (
  id integer generated always as identity primary key,
  at timestamptz not null,
  by text not null,
  reason text not null,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index sending_stopped_once on sending_stop ((true)) where ended_at is null;

-- Who looks after a person that asked for help or did not answer.
create table care (
  broadcast_id integer not null references broadcast on delete cascade,
  contact_id bigint not null references contact on delete cascade,
  state text not null check (state in ('open', 'claimed', 'done')),
  -- Who said so last, by name, and since when.
  by text not null,
  at timestamptz not null,
  note text not null default '',
  primary key (broadcast_id, contact_id)
);

-- The lists of a safety check are read from an answer, not from everybody.
create index delivery_answered on delivery (broadcast_id, answer) where answer is not null;

-- What a message costs, and how many a day a provider takes.
alter table channel
  add column price_cents real check (price_cents >= 0),
  add column daily_max integer check (daily_max > 0);
alter table channel_rate
  -- The day that `used` counts, in UTC.
  add column day date,
  add column used integer not null default 0;
