-- Every signed text is found again by its words, however many were published since.

-- A number for each eight words in a row, and for each shorter paragraph; null until they were counted.
alter table announcement_signature add column word_runs integer[];
create index announcement_signature_words on announcement_signature using gin (word_runs);
create index announcement_signature_uncounted on announcement_signature (announcement_id)
  where word_runs is null;
