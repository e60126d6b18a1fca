-- Planned work can be a drill: it is labelled wherever it is shown, and no page, feed, calendar or
-- subscriber of a live organisation hears of it.

alter table maintenance add column drill boolean not null default false;
-- What a training organisation has planned so far was never anything else.
update maintenance set drill = true
  where exists (select 1 from organisation where mode = 'training');
