-- People are looked for by the beginnings of words, whatever their accents and capitals. No extension is asked for:
-- not every database lets us create one. What is kept and what is typed go through the same function.

-- Where there are millions of people already, these indexes take their time.
set local statement_timeout = '1h';

-- The words of a text: without marks, ligatures and capitals. Nobody types a word of a hundred letters, and nobody
-- keeps a text of twenty thousand: what is longer is cut.
create function search_words(said text) returns tsvector
language plpgsql immutable strict parallel safe cost 1000 as $$
declare
  plain text := left(said, 20000);
begin
  if octet_length(plain) > char_length(plain) then
    plain := regexp_replace(normalize(plain, nfkd), '[\u0300-\u036f]', '', 'g');
    if octet_length(plain) > char_length(plain) then
      plain := translate(plain, 'øØłŁđĐı‘’‚“”„«»‐–—…·،', 'oollddi              ');
      plain := replace(replace(replace(plain, 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss');
      plain := replace(replace(plain, 'Œ', 'oe'), 'Æ', 'ae');
    end if;
  end if;
  plain := regexp_replace(lower(plain), '[\x01-/:-@\[-`{-\x7f]+', ' ', 'g');
  if octet_length(plain) > 100 then
    plain := regexp_replace(plain, '([^ ]{100})[^ ]+', '\1', 'g');
  end if;
  return array_to_tsvector(array_remove(string_to_array(plain, ' '), ''));
end
$$;

-- What was typed, as a question: the beginning of each word. Signs alone ask for nobody.
create function search_asked(typed text) returns tsquery
language plpgsql immutable strict parallel safe cost 1000 as $$
begin
  return (select string_agg(quote_literal(word) || ':*', ' & ')
    from unnest(tsvector_to_array(search_words(typed))) word)::tsquery;
end
$$;

-- src/store/contact-search.ts asks in these words: change both.
create index contact_search on contact using gin (
  search_words(name || ' ' || jsonb_path_query_array(attributes, '$.*')::text)) where erased_at is null;
create index address_search on address using gin (search_words(value))
  where value not like '+%' and kind <> 'push';
-- A number as it is dialled at home: without the code of its country.
create index address_number on address (substring(value from
  '^\+(?:1|7|(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[035789]|9[679])\d)(\d+)$') text_pattern_ops)
  where value like '+%';
-- How often a word comes is of no use to whoever asks for its beginning, and costs each look at the tables.
alter index contact_search alter column 1 set statistics 0;
alter index address_search alter column 1 set statistics 0;
alter index address_number alter column 1 set statistics 0;

-- How sure we are of a level is not known while nothing speaks for it or against it: no figure is kept of that.
alter table assessment alter column confidence drop not null;
update assessment set confidence = null
where not jsonb_path_exists(addends, '$[*] ? (@.weight != 0)');
-- What is thought at this moment is thought anew with the next look.
update opinion set assessment = assessment || '{"confidence": null}',
  capabilities = coalesce((select jsonb_object_agg(key, value || '{"confidence": null}')
    from jsonb_each(capabilities)), '{}');

-- What each consent of a row rests on, where a file says it way by way.
alter table contact_import_row add column proofs jsonb not null default '{}';
