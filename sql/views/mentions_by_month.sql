-- Grain:   one row per entity and month, counting a story once, in the month of its original.
-- Reads:   entities, entity_index, articles, stories.
-- Answers: how does the coverage of a person, place or organisation move over time?
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

inner join articles
    on entities.article_id = articles.article_id

left join stories
    on articles.story_id = stories.story_id

where not coalesce(articles.is_copy, articles.article_id != stories.first_article_id, false)

group by
    entities.entity_id,
    entities.month,
    entity_index.canonical_name,
    entity_index.entity_type
