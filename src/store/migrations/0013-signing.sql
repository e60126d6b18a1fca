-- The keys that make what we say provable. The public part is for everybody; the private one is sealed.
create table signing_key (
  id text primary key,
  public_key text not null,
  sealed bytea not null,
  created_at timestamptz not null,
  -- From then on nothing new is signed with it; what was signed before still holds.
  retired_at timestamptz
);
create unique index signing_key_one_current on signing_key ((true)) where retired_at is null;
