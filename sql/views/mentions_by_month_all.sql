-- Grain:   one row per entity and month, counting every copy of a story.
-- Reads:   newsmakers_all.
-- Answers: how often is a person, place or organisation printed, copies included?
-- Columns: mention_count mentions in the month;
--          article_count articles of the month that name it.
select
    newsmakers_all.entity_id,
    newsmakers_all.month,
    newsmakers_all.month_start,
    newsmakers_all.canonical_name,
    newsmakers_all.entity_type,
    count(*) as mention_count,
    count(distinct newsmakers_all.article_id) as article_count

from newsmakers_all

group by
    newsmakers_all.entity_id,
    newsmakers_all.month,
    newsmakers_all.month_start,
    newsmakers_all.canonical_name,
    newsmakers_all.entity_type
