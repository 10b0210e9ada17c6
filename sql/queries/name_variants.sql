-- Grain:   one row per entity and spelling, copies and credits left out.
-- Reads:   newsmakers.
-- Answers: how is a name written, how often, and by how many outlets?
-- Parameters: name part of the name or of a spelling, every one unless given;
--             top entities, the most mentioned of them, 20 unless given.
-- Values:  name part of entities.canonical_name, entities.surface;
--          top 1 or more.
with

spellings as (

    select
        newsmakers.entity_id,
        newsmakers.canonical_name,
        newsmakers.entity_type,
        newsmakers.surface,
        newsmakers.form,
        count(*) as mention_count,
        count(distinct newsmakers.article_id) as article_count,
        count(distinct newsmakers.outlet) as outlet_count,
        min(newsmakers.published_date) as first_published_date

    from newsmakers

    group by
        newsmakers.entity_id,
        newsmakers.canonical_name,
        newsmakers.entity_type,
        newsmakers.surface,
        newsmakers.form

),

ranked as (

    select
        spellings.entity_id,
        row_number() over (
            order by sum(spellings.mention_count) desc, spellings.entity_id asc
        ) as place

    from spellings

    group by spellings.entity_id

    having
        bool_or(matches(spellings.canonical_name, getvariable('name')::varchar))
        or bool_or(matches(spellings.surface, getvariable('name')::varchar))

)

select
    spellings.canonical_name,
    spellings.entity_type,
    spellings.surface,
    spellings.form,
    spellings.mention_count,
    spellings.article_count,
    spellings.outlet_count,
    spellings.first_published_date,
    spellings.entity_id

from spellings

inner join ranked
    on spellings.entity_id = ranked.entity_id

where ranked.place <= coalesce(getvariable('top')::integer, 20)

order by
    ranked.place asc,
    spellings.mention_count desc,
    spellings.surface asc,
    spellings.form asc
