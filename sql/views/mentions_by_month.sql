-- Grain:   one row per entity and month, counting a story once, in the month of its original.
-- Reads:   newsmakers.
-- Answers: how does the coverage of a person, place or organisation move over time?
-- Columns: mention_count mentions in the month;
--          article_count articles of the month that name it.
select
    newsmakers.entity_id,
    newsmakers.month,
    newsmakers.month_start,
    newsmakers.canonical_name,
    newsmakers.entity_type,
    count(*) as mention_count,
    count(distinct newsmakers.article_id) as article_count

from newsmakers

group by
    newsmakers.entity_id,
    newsmakers.month,
    newsmakers.month_start,
    newsmakers.canonical_name,
    newsmakers.entity_type
