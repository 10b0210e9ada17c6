-- Grain:   one row per entity that is named in an article with the one asked for, the twenty most
--          frequent.
-- Reads:   article_entities, articles, entity_index.
-- Answers: with whom and what does it appear?
-- Parameters: entity its id, as in entity_index.
-- Values:  entity entity_index.entity_id.
-- Columns: shared_articles articles that name both, copies left out.
with beside as (
    select unnest(article_entities.entity_ids) as entity_id
    from article_entities
    inner join articles
        on article_entities.article_id = articles.article_id
    where
        list_contains(article_entities.entity_ids, getvariable('entity')::varchar)
        and not coalesce(articles.is_copy, false)
)

select
    entity_index.entity_id,
    entity_index.canonical_name,
    entity_index.entity_type,
    count(*) as shared_articles

from beside

inner join entity_index
    on beside.entity_id = entity_index.entity_id

where beside.entity_id != getvariable('entity')::varchar

group by
    entity_index.entity_id,
    entity_index.canonical_name,
    entity_index.entity_type

order by
    shared_articles desc,
    entity_index.canonical_name asc

limit 20
