-- Grain:   one row per entity of the news, by all decisions about ids that stand; a story
--          counts once.
-- Reads:   newsmakers, identities, entity_links.
-- Answers: who and what is named, in which spellings, how often and when?
-- Columns: canonical_name what the entity is called;
--          variants every spelling with its form and mentions, most frequent first;
--          mention_count mentions in articles;
--          article_count articles that name it;
--          first_published_date date of the first dated article that names it;
--          last_published_date date of the last one;
--          stated_entity_ids the ids in entities that stand for it;
--          kb_id its id in the user's knowledge base, the first if there are several.
with

spellings as (

    select
        newsmakers.entity_id,
        newsmakers.surface,
        newsmakers.form,
        count(*) as mention_count

    from newsmakers

    group by newsmakers.entity_id, newsmakers.surface, newsmakers.form

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
        min(entity_links.right_id) as kb_id

    from entity_links

    inner join identities
        on
            entity_links.left_id = identities.stated_entity_id
            and identities.article_id is null

    where
        entity_links.rule = 'knowledge_base'
        and entity_links.decision = 'same'

    group by identities.entity_id

),

counts as (

    select
        newsmakers.entity_id,
        min(newsmakers.canonical_name) as canonical_name,
        min(newsmakers.entity_type) as entity_type,
        count(*) as mention_count,
        count(distinct newsmakers.article_id) as article_count,
        min(newsmakers.published_date) as first_published_date,
        max(newsmakers.published_date) as last_published_date,
        list_sort(list(distinct newsmakers.stated_entity_id)) as stated_entity_ids

    from newsmakers

    group by newsmakers.entity_id

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
