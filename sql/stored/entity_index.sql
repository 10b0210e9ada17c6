-- Grain:   one row per entity of the news, after all decisions about ids;
--          a story counts once.
-- Reads:   mentions_by_month.
-- Answers: who and what is named, in which spellings, how often and when?
with

months as (

    select
        mentions_by_month.entity_id,
        unnest(mentions_by_month.variants) as variant

    from mentions_by_month

),

spellings as (

    select
        months.entity_id,
        months.variant.surface,
        months.variant.form,
        sum(months.variant.mention_count)::bigint as mention_count

    from months

    group by months.entity_id, months.variant.surface, months.variant.form

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

counts as (

    select
        mentions_by_month.entity_id,
        min(mentions_by_month.canonical_name) as canonical_name,
        min(mentions_by_month.entity_type) as entity_type,
        sum(mentions_by_month.mention_count)::bigint as mention_count,
        sum(mentions_by_month.article_count)::bigint as article_count,
        min(mentions_by_month.first_published_date) as first_published_date,
        max(mentions_by_month.last_published_date) as last_published_date,
        list_sort(
            list_distinct(flatten(list(mentions_by_month.stated_entity_ids)))
        ) as stated_entity_ids,
        min(mentions_by_month.kb_id) as kb_id

    from mentions_by_month

    group by mentions_by_month.entity_id

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
    counts.kb_id

from counts

inner join variants
    on counts.entity_id = variants.entity_id
