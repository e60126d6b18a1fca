-- For how many seconds a provider goes on trying to deliver a message made from a template, where it
-- has told: longer than we wait ourselves, and old news may arrive after newer. Null: not told yet.
alter table message_template add column lifetime_s integer check (lifetime_s > 0);
