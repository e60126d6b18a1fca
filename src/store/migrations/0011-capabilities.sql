-- What is thought of each capability of a platform, by its name: the memory of the fusion for the
-- parts, beside that for the whole. A node of the previous version leaves it as it was.
alter table opinion add column capabilities jsonb not null default '{}';
