-- Grain:   one row per pair of names of which rules cannot say whether they are one, and per name
--          of the chosen articles of which the lowest confidence is low.
-- Reads:   entity_links, entities, articles, chosen.
-- Answers: which entities are least certain?
-- Columns: id link_id of the pair, or mention_id of the least certain mention;
--          entity_name the name;
--          other_name the name that it may be the same as;
--          why what makes it uncertain;
--          doubt 1 less the score of the pair, or less the confidence of the mention.
with

mentions as (

    select
        entities.entity_type,
        entities.canonical_name,
        min(entities.confidence) as lowest,
        arg_min(entities.mention_id, (entities.confidence, entities.mention_id)) as mention_id

    from entities

    inner join chosen
        on entities.article_id = chosen.article_id

    group by
        entities.entity_type,
        entities.canonical_name

    having max(entities.confidence) < 0.8

),

pairs as (

    select
        entity_links.link_id as id,
        entity_links.mention_id,
        entity_links.left_type as entity_type,
        entity_links.left_name as entity_name,
        entity_links.right_name as other_name,
        entity_links.rule || ': ' || entity_links.evidence as why,
        1 - entity_links.score as doubt

    from entity_links

    where
        entity_links.decision = 'unsure'
        and entity_links.actor = 'rule'

    union all

    select
        mentions.mention_id as id,
        mentions.mention_id,
        mentions.entity_type,
        mentions.canonical_name as entity_name,
        null as other_name,
        'the words or the type of the name' as why,
        1 - mentions.lowest as doubt

    from mentions

)

select
    pairs.id,
    entities.article_id,
    articles.published_date,
    articles.outlet,
    entities.start_char,
    entities.end_char,
    pairs.entity_type,
    pairs.entity_name,
    pairs.other_name,
    pairs.why,
    round(pairs.doubt, 3) as doubt

from pairs

inner join entities
    on pairs.mention_id = entities.mention_id

inner join articles
    on entities.article_id = articles.article_id

inner join chosen
    on entities.article_id = chosen.article_id

order by
    pairs.doubt desc,
    pairs.id asc
