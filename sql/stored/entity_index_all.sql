-- Grain:   one row per entity of the news, after all decisions about ids;
--          every copy of a story counts.
-- Reads:   mentions_by_month_all.
-- Answers: who and what is printed, in which spellings, how often, copies included?
with

months as (

    select
        mentions_by_month_all.entity_id,
        unnest(mentions_by_month_all.variants) as variant

    from mentions_by_month_all

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
        mentions_by_month_all.entity_id,
        min(mentions_by_month_all.canonical_name) as canonical_name,
        min(mentions_by_month_all.entity_type) as entity_type,
        sum(mentions_by_month_all.mention_count)::bigint as mention_count,
        sum(mentions_by_month_all.article_count)::bigint as article_count,
        min(mentions_by_month_all.first_published_date) as first_published_date,
        max(mentions_by_month_all.last_published_date) as last_published_date,
        list_sort(
            list_distinct(flatten(list(mentions_by_month_all.stated_entity_ids)))
        ) as stated_entity_ids,
        min(mentions_by_month_all.kb_id) as kb_id

    from mentions_by_month_all

    group by mentions_by_month_all.entity_id

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
