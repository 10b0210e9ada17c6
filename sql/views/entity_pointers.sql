-- Grain:   one row per pair of entity ids of which one stands for the other in every article.
-- Reads:   entity_links.
-- Answers: which id leads to which, by rule or by curation?
select distinct
    entity_links.left_id,
    entity_links.right_id

from entity_links

where
    entity_links.decision = 'same'
    and entity_links.article_id is null
    and entity_links.rule != 'knowledge_base'
