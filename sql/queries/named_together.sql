-- Grain:   one row per pair of entities that articles name together, copies and credits left out.
-- Reads:   newsmakers.
-- Answers: who is mentioned together with whom, in how many articles, and since when?
-- Parameters: name part of the name of one of the two, everybody unless given;
--             type such as person or org that both are of, every type unless given;
--             top pairs, 20 unless given.
-- Values:  name part of entities.canonical_name, entity_index.canonical_name;
--          type entities.entity_type;
--          top 1 or more.
with

named as (

    select
        newsmakers.article_id,
        newsmakers.entity_id,
        min(newsmakers.canonical_name) as canonical_name,
        min(newsmakers.entity_type) as entity_type,
        min(newsmakers.published_date) as published_date

    from newsmakers

    where
        newsmakers.entity_type
        = coalesce(getvariable('type')::varchar, newsmakers.entity_type)

    group by newsmakers.article_id, newsmakers.entity_id

)

select
    named.canonical_name,
    named.entity_type,
    other_named.canonical_name as other_canonical_name,
    other_named.entity_type as other_entity_type,
    count(*) as article_count,
    min(named.published_date) as first_published_date,
    max(named.published_date) as last_published_date

from named

inner join named as other_named
    on
        named.article_id = other_named.article_id
        and named.entity_id != other_named.entity_id

where
    matches(named.canonical_name, getvariable('name')::varchar)
    -- a pair of two that were asked for stands once
    and (
        named.entity_id < other_named.entity_id
        or not matches(other_named.canonical_name, getvariable('name')::varchar)
    )

group by
    named.entity_id,
    named.canonical_name,
    named.entity_type,
    other_named.entity_id,
    other_named.canonical_name,
    other_named.entity_type

order by
    article_count desc,
    named.canonical_name asc,
    other_canonical_name asc,
    named.entity_id asc,
    other_named.entity_id asc

limit coalesce(getvariable('top')::integer, 20)
