-- Grain:   one row per entity: every mention with the same entity_id.
-- Reads:   entities.
-- Answers: who and what is named, in which spellings, how often and when?
-- Columns: canonical_name the canonical name most mentions have;
--          variants every spelling with its form and mentions, most frequent first;
--          mention_count mentions in all articles;
--          article_count articles that name it;
--          first_published_date date of the first dated article that names it;
--          last_published_date date of the last one.
with

spellings as (

    select
        entities.entity_id,
        entities.surface,
        entities.form,
        count(*) as mention_count

    from entities

    group by entities.entity_id, entities.surface, entities.form

),

variants as (

    select
        spellings.entity_id,
        list(
            struct_pack(
                surface := spellings.surface,
                form := spellings.form,
                mention_count := spellings.mention_count
            )
            order by spellings.mention_count desc, spellings.surface asc, spellings.form asc
        ) as variants

    from spellings

    group by spellings.entity_id

),

names as (

    select
        entities.entity_id,
        entities.canonical_name,
        entities.entity_type,
        row_number() over (
            partition by entities.entity_id
            order by count(*) desc, entities.canonical_name asc, entities.entity_type asc
        ) as place

    from entities

    group by entities.entity_id, entities.canonical_name, entities.entity_type

),

counts as (

    select
        entities.entity_id,
        count(*) as mention_count,
        count(distinct entities.article_id) as article_count,
        min(entities.published_date) as first_published_date,
        max(entities.published_date) as last_published_date

    from entities

    group by entities.entity_id

)

select
    counts.entity_id,
    names.canonical_name,
    names.entity_type,
    counts.mention_count,
    counts.article_count,
    counts.first_published_date,
    counts.last_published_date,
    variants.variants

from counts

inner join names
    on counts.entity_id = names.entity_id

inner join variants
    on counts.entity_id = variants.entity_id

where names.place = 1
