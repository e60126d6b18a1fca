-- Who hangs on which ways, of many people, as they were counted last: a page of them is looked up here, and
-- each of its people is asked of their addresses as they are now. A thousand of them stand in one row.
create table reach_list (
  -- The independent ways, as the bits of their domains; 0: nothing reaches these people.
  ways integer not null,
  last_id bigint not null,
  ids bigint[] not null,
  primary key (ways, last_id)
);
-- The lists belong to the count: both are made anew.
delete from reach_count;
