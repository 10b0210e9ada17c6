-- Grain:   one row per entity that the news named first within a week.
-- Reads:   entity_index, newsmakers.
-- Answers: who and what is new in the news this week?
-- Parameters: week any day of it, such as 2024-03-30, the week of the last article unless given;
--             type such as person or org, every type unless given;
--             top names, 50 unless given.
-- Values:  week date;
--          type entities.entity_type;
--          top 1 or more.
with

asked as (

    select
        date_trunc(
            'week',
            coalesce(
                getvariable('week')::varchar::date,
                max(entity_index.last_published_date)
            )
        )::date as first_day

    from entity_index

),

fresh as (

    select entity_index.entity_id

    from entity_index

    inner join asked
        on entity_index.first_published_date between asked.first_day and asked.first_day + 6

    where
        entity_index.entity_type
        = coalesce(getvariable('type')::varchar, entity_index.entity_type)

),

days as (

    select
        newsmakers.entity_id,
        newsmakers.canonical_name,
        newsmakers.entity_type,
        min(newsmakers.published_date) as first_published_date,
        count(*) as mention_count,
        count(distinct newsmakers.article_id) as article_count,
        arg_min(newsmakers.title, newsmakers.mention_id) as title

    from newsmakers

    inner join fresh
        on newsmakers.entity_id = fresh.entity_id

    where newsmakers.published_date is not null

    group by newsmakers.entity_id, newsmakers.canonical_name, newsmakers.entity_type

)

select
    days.first_published_date,
    days.canonical_name,
    days.entity_type,
    days.title,
    days.mention_count,
    days.article_count,
    days.entity_id

from days

order by
    days.article_count desc,
    days.mention_count desc,
    days.canonical_name asc,
    days.entity_id asc

limit coalesce(getvariable('top')::integer, 50)
