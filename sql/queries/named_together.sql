-- Grain:   one row per pair of entities that articles name together, copies and credits left out.
-- Reads:   entity_index, article_entities, articles.
-- Answers: who is mentioned together with whom, in how many articles, and since when?
-- Parameters: name part of the name of one of the two, everybody unless given;
--             type such as person or org that both are of, every type unless given;
--             top pairs, 20 unless given.
-- Values:  name part of entities.canonical_name, entity_index.canonical_name;
--          type entities.entity_type;
--          top 1 or more.
with

counted as (

    select
        entity_index.entity_id,
        entity_index.canonical_name,
        entity_index.entity_type,
        entity_index.article_count,
        matches(entity_index.canonical_name, getvariable('name')::varchar) as is_asked

    from entity_index

    where
        entity_index.entity_type
        = coalesce(getvariable('type')::varchar, entity_index.entity_type)

),

listed as (

    select
        article_entities.article_id,
        articles.published_date,
        unnest(article_entities.entity_ids) as entity_id

    from article_entities

    inner join articles
        on article_entities.article_id = articles.article_id

    where not coalesce(articles.is_copy, false)

),

-- no pair is in more articles than the rarer of its two, so pairs of the most frequent entities say
-- how frequent both must be
frequent as (

    select
        counted.entity_id,
        counted.article_count

    from counted

    order by counted.article_count desc, counted.entity_id asc

    limit 60

),

frequent_listed as (

    select
        listed.article_id,
        listed.entity_id

    from listed

    inner join frequent
        on listed.entity_id = frequent.entity_id

),

frequent_pairs as (

    select count(*) as article_count

    from frequent_listed

    inner join frequent_listed as other_listed
        on
            frequent_listed.article_id = other_listed.article_id
            and frequent_listed.entity_id < other_listed.entity_id

    group by frequent_listed.entity_id, other_listed.entity_id

    order by article_count desc

    limit coalesce(getvariable('top')::integer, 20)

),

least_wanted as (

    select
        case
            when
                count(*) >= coalesce(getvariable('top')::integer, 20)
                and getvariable('name') is null
                then min(frequent_pairs.article_count)
            else 1
        end as article_count

    from frequent_pairs

),

named as (

    select
        listed.article_id,
        listed.published_date,
        counted.entity_id,
        counted.canonical_name,
        counted.entity_type,
        counted.is_asked

    from listed

    inner join counted
        on listed.entity_id = counted.entity_id

    cross join least_wanted

    where counted.article_count >= least_wanted.article_count

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
    named.is_asked
    -- a pair of two that were asked for stands once
    and (
        named.entity_id < other_named.entity_id
        or not other_named.is_asked
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
