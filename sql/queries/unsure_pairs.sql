-- Grain:   one row per pair of entity ids that may be one entity and that nothing decides yet.
-- Reads:   entity_links, identities.
-- Answers: which names should a person look at: one entity or two?
-- A pair is decided by a line in data/curation/decisions.tsv: merge makes them one, split two.
-- Parameters: name part of one of the two names, every pair unless given;
--             top pairs, 50 unless given.
-- Values:  name part of entity_links.left_name, entity_links.right_name;
--          top 1 or more.
select
    entity_links.left_name,
    entity_links.right_name,
    entity_links.left_type as entity_type,
    entity_links.rule,
    entity_links.score,
    entity_links.story_count,
    entity_links.evidence,
    entity_links.mention_id,
    entity_links.article_id,
    entity_links.left_id,
    entity_links.right_id

from entity_links

left join identities as left_identities
    on
        entity_links.left_id = left_identities.stated_entity_id
        and left_identities.article_id is null

left join identities as right_identities
    on
        entity_links.right_id = right_identities.stated_entity_id
        and right_identities.article_id is null

left join entity_links as decided
    on
        entity_links.left_id in (decided.left_id, decided.right_id)
        and entity_links.right_id in (decided.left_id, decided.right_id)
        and coalesce(entity_links.article_id, '') = coalesce(decided.article_id, '')
        and decided.decision = 'different'

where
    entity_links.decision = 'unsure'
    and coalesce(left_identities.entity_id, entity_links.left_id)
    != coalesce(right_identities.entity_id, entity_links.right_id)
    and decided.link_id is null
    and not coalesce(left_identities.is_blocked, false)
    and not coalesce(right_identities.is_blocked, false)
    and (
        matches(entity_links.left_name, getvariable('name')::varchar)
        or matches(entity_links.right_name, getvariable('name')::varchar)
    )

order by
    entity_links.score desc,
    entity_links.story_count desc,
    entity_links.left_name asc,
    entity_links.link_id asc

limit coalesce(getvariable('top')::integer, 50)
