-- Since when nothing at all is heard of what we send, while no other channel is heard either: nothing
-- is switched then, because the fault may be ours, and the operator is told. Null: not so.
alter table channel add column silent_at timestamptz;
