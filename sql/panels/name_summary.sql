-- Grain:   one row per entity asked for.
-- Reads:   entity_index.
-- Answers: what is it called, in which spellings, how often and when?
-- Parameters: entity its id, as in entity_index.
-- Values:  entity entity_index.entity_id.
select
    entity_index.entity_id,
    entity_index.canonical_name,
    entity_index.entity_type,
    entity_index.mention_count,
    entity_index.article_count,
    entity_index.first_published_date,
    entity_index.last_published_date,
    entity_index.variants,
    entity_index.kb_id

from entity_index

where
    entity_index.entity_id = getvariable('entity')::varchar
    or list_contains(entity_index.stated_entity_ids, getvariable('entity')::varchar)
