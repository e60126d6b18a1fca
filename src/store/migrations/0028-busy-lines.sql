-- Lines of people who are on the telephone with us: until then nobody else calls them, on whatever node.
-- What is kept is a keyed digest of the number, and not for longer than the call.
create table busy_line (
  line text primary key,
  until timestamptz not null
);
