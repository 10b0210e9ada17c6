-- Grain:   one row per entity and article that names it, copies and credits left out.
-- Reads:   entity_index, newsmakers, articles.
-- Answers: when was somebody or something in the news, where, how often and under which headline?
-- Parameters: name part of its name, everybody unless given;
--             type such as person or org, every type unless given.
-- Values:  name part of entities.canonical_name, entity_index.canonical_name;
--          type entities.entity_type.
select
    newsmakers.published_date,
    newsmakers.canonical_name,
    newsmakers.outlet,
    articles.headline,
    newsmakers.article_id,
    count(*) as mention_count,
    min(newsmakers.title) as title,
    list_sort(list(distinct newsmakers.surface)) as written

from newsmakers

inner join articles
    on newsmakers.article_id = articles.article_id

where
    newsmakers.entity_id in (
        select entity_index.entity_id

        from entity_index

        where
            entity_index.entity_type
            = coalesce(getvariable('type')::varchar, entity_index.entity_type)
            and matches(entity_index.canonical_name, getvariable('name')::varchar)
    )

group by
    newsmakers.entity_id,
    newsmakers.canonical_name,
    newsmakers.published_date,
    newsmakers.outlet,
    articles.headline,
    newsmakers.article_id

order by
    newsmakers.published_date asc nulls last,
    newsmakers.article_id asc,
    newsmakers.canonical_name asc,
    newsmakers.entity_id asc
