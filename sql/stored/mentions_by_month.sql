-- Grain:   one row per entity and month, counting a story once, in the month of its original.
-- Reads:   newsmakers_all, identities.
-- Answers: how does the coverage of a person, place or organisation move over time?
with

spellings as (

    select
        newsmakers_all.entity_id,
        newsmakers_all.surface,
        newsmakers_all.form,
        count(*) as mention_count

    from newsmakers_all

    where not newsmakers_all.is_copy

    group by newsmakers_all.entity_id, newsmakers_all.surface, newsmakers_all.form

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

known as (

    select
        identities.entity_id,
        min(identities.kb_id) as kb_id

    from identities

    where identities.kb_id is not null

    group by identities.entity_id

),

counts as (

    select
        newsmakers_all.entity_id,
        min(newsmakers_all.canonical_name) as canonical_name,
        min(newsmakers_all.entity_type) as entity_type,
        count(*) as mention_count,
        count(distinct newsmakers_all.article_id) as article_count,
        min(newsmakers_all.published_date) as first_published_date,
        max(newsmakers_all.published_date) as last_published_date,
        list_sort(list(distinct newsmakers_all.stated_entity_id)) as stated_entity_ids

    from newsmakers_all

    where not newsmakers_all.is_copy

    group by newsmakers_all.entity_id

)

select
    counts.entity_id,
    counts.canonical_name,
    counts.entity_type,
    counts.mention_count,
    counts.article_count,
    counts.first_published_date,
    counts.last_published_date,
    variants.variants,
    counts.stated_entity_ids,
    known.kb_id

from counts

inner join variants
    on counts.entity_id = variants.entity_id

left join known
    on counts.entity_id = known.entity_id
