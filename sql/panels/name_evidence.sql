-- Grain:   one row per decision about one of the entity's ids.
-- Reads:   entity_links, entity_index.
-- Answers: why are these spellings one entity?
-- Parameters: entity its id, as in entity_index.
-- Values:  entity entity_index.entity_id.
select
    entity_links.left_name,
    entity_links.right_name,
    entity_links.decision,
    entity_links.rule,
    entity_links.score,
    entity_links.actor,
    entity_links.evidence,
    entity_links.published_date

from entity_links

inner join entity_index
    on
        list_contains(entity_index.stated_entity_ids, entity_links.left_id)
        or list_contains(entity_index.stated_entity_ids, entity_links.right_id)

where entity_index.entity_id = getvariable('entity')::varchar

order by entity_links.link_id asc
