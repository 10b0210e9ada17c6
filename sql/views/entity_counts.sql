-- Grain:   one row per entity of the news and way of counting, after all decisions about ids.
-- Reads:   newsmakers_all, identities, entity_links.
-- Answers: who and what is named, in which spellings, how often, with and without copies?
-- Columns: counts_copies whether the numbers are those of every copy of a story;
--          canonical_name what the entity is called;
--          variants every spelling with its form and mentions, most frequent first;
--          mention_count mentions in the articles that count;
--          article_count articles that count and name it;
--          first_published_date date of the first dated article that names it;
--          last_published_date date of the last one;
--          stated_entity_ids the ids in entities that stand for it;
--          kb_id its id in the user's knowledge base, the first if there are several.
with

ways as (

    select unnest([false, true]) as counts_copies

),

mentions as (

    select
        ways.counts_copies,
        newsmakers_all.entity_id,
        newsmakers_all.canonical_name,
        newsmakers_all.entity_type,
        newsmakers_all.surface,
        newsmakers_all.form,
        newsmakers_all.article_id,
        newsmakers_all.published_date,
        newsmakers_all.stated_entity_id

    from newsmakers_all

    inner join ways
        on ways.counts_copies or not newsmakers_all.is_copy

),

spellings as (

    select
        mentions.counts_copies,
        mentions.entity_id,
        mentions.surface,
        mentions.form,
        count(*) as mention_count

    from mentions

    group by
        mentions.counts_copies, mentions.entity_id, mentions.surface, mentions.form

),

variants as (

    select
        spellings.counts_copies,
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

    group by spellings.counts_copies, spellings.entity_id

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
        mentions.counts_copies,
        mentions.entity_id,
        min(mentions.canonical_name) as canonical_name,
        min(mentions.entity_type) as entity_type,
        count(*) as mention_count,
        count(distinct mentions.article_id) as article_count,
        min(mentions.published_date) as first_published_date,
        max(mentions.published_date) as last_published_date,
        list_sort(list(distinct mentions.stated_entity_id)) as stated_entity_ids

    from mentions

    group by mentions.counts_copies, mentions.entity_id

)

select
    counts.counts_copies,
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
    on
        counts.entity_id = variants.entity_id
        and counts.counts_copies = variants.counts_copies

left join known
    on counts.entity_id = known.entity_id
