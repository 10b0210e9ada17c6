-- Grain:   one row per entity id, type and name in a month or part of one.
-- Reads:   entities.
-- Answers: what are entities called in the articles of a month, and how often?
select
    entities.entity_id,
    entities.entity_type,
    entities.canonical_name,
    count(*) as mention_count,
    min(entities.published_date) as first_published_date

from entities

group by entities.entity_id, entities.entity_type, entities.canonical_name
