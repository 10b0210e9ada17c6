-- Grain:   one row per pair of entities that articles name together.
-- Reads:   entities, entity_index, articles, stories.
-- Answers: who is mentioned together with whom?
-- Parameters: name part of the name of one of the two, everybody unless told;
--             top pairs, 20 unless told.
with

originals as (

    select articles.article_id

    from articles

    left join stories
        on articles.story_id = stories.story_id

    where not coalesce(articles.is_copy, articles.article_id != stories.first_article_id, false)

),

named as (

    select distinct
        entities.article_id,
        entities.entity_id

    from entities

    inner join originals
        on entities.article_id = originals.article_id

),

asked as (

    select entity_index.entity_id

    from entity_index

    where matches(entity_index.canonical_name, getvariable('name')::varchar)

),

pairs as (

    select
        named.entity_id,
        other_named.entity_id as other_entity_id,
        count(*) as article_count

    from named

    inner join asked
        on named.entity_id = asked.entity_id

    inner join named as other_named
        on
            named.article_id = other_named.article_id
            and named.entity_id != other_named.entity_id

    group by named.entity_id, other_named.entity_id

)

select
    entity_index.canonical_name,
    entity_index.entity_type,
    other_index.canonical_name as other_canonical_name,
    other_index.entity_type as other_entity_type,
    pairs.article_count

from pairs

inner join entity_index
    on pairs.entity_id = entity_index.entity_id

inner join entity_index as other_index
    on pairs.other_entity_id = other_index.entity_id

-- a pair of two that were asked for stands once
where
    pairs.entity_id < pairs.other_entity_id
    or pairs.other_entity_id not in (select asked.entity_id from asked)

order by
    pairs.article_count desc,
    entity_index.canonical_name asc,
    other_index.canonical_name asc,
    pairs.entity_id asc,
    pairs.other_entity_id asc

limit coalesce(getvariable('top')::integer, 20)
