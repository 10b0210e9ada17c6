-- Grain:   one row per entity and spelling, copies and credits left out.
-- Reads:   entity_index, newsmakers.
-- Answers: how is a name written, how often, and by how many outlets?
-- Parameters: name part of the name or of a spelling, every one unless given;
--             top entities, the most mentioned of them, 20 unless given.
-- Values:  name part of entities.canonical_name, entities.surface;
--          top 1 or more.
with

ranked as (

    select
        entity_index.entity_id,
        row_number() over (
            order by entity_index.mention_count desc, entity_index.entity_id asc
        ) as place

    from entity_index

    where
        matches(entity_index.canonical_name, getvariable('name')::varchar)
        or len(
            list_filter(
                entity_index.variants,
                lambda variant: matches(variant.surface, getvariable('name')::varchar)
            )
        ) > 0

    order by place asc

    limit coalesce(getvariable('top')::integer, 20)

),

spellings as (

    select
        ranked.place,
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

    inner join ranked
        on newsmakers.entity_id = ranked.entity_id

    group by
        ranked.place,
        newsmakers.entity_id,
        newsmakers.canonical_name,
        newsmakers.entity_type,
        newsmakers.surface,
        newsmakers.form

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

order by
    spellings.place asc,
    spellings.mention_count desc,
    spellings.surface asc,
    spellings.form asc
