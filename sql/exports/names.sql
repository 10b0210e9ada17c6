-- Grain:   one row per entity that the articles chosen name.
-- Reads:   newsmakers_all, chosen.
-- Answers: which people, organisations and places do they name, and how often?
-- Columns: mention_count mentions in the articles chosen, copies included;
--          article_count articles chosen that name it, copies included;
--          first_published_date the earliest date of one;
--          last_published_date the latest date of one;
--          spellings every spelling, in alphabetical order, in one text.
select
    newsmakers_all.entity_id,
    newsmakers_all.canonical_name,
    newsmakers_all.entity_type,
    count(*) as mention_count,
    count(distinct newsmakers_all.article_id) as article_count,
    min(newsmakers_all.published_date) as first_published_date,
    max(newsmakers_all.published_date) as last_published_date,
    array_to_string(list_sort(list(distinct newsmakers_all.surface)), ' · ') as spellings

from newsmakers_all

inner join chosen
    on newsmakers_all.article_id = chosen.article_id

group by
    newsmakers_all.entity_id,
    newsmakers_all.canonical_name,
    newsmakers_all.entity_type

order by
    article_count desc,
    mention_count desc,
    newsmakers_all.entity_id asc
