-- Grain:   one row per entity and month, counting every copy of a story.
-- Reads:   entities, entity_index.
-- Answers: how often is a person, place or organisation printed, copies included?
-- Columns: mention_count mentions in the month;
--          article_count articles of the month that name it.
select
    entities.entity_id,
    entities.month,
    entity_index.canonical_name,
    entity_index.entity_type,
    count(*) as mention_count,
    count(distinct entities.article_id) as article_count

from entities

inner join entity_index
    on entities.entity_id = entity_index.entity_id

group by
    entities.entity_id,
    entities.month,
    entity_index.canonical_name,
    entity_index.entity_type
