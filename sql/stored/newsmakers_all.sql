-- Grain:   one row per mention in the news itself, in copies of an article as well: without the
--          writers and agencies of bylines and datelines and the credits of pictures.
-- Reads:   entities, identities, articles.
-- Answers: who and what makes the news, in every article, copies included?
-- Columns: entity_id the entity, after all decisions about ids;
--          canonical_name what that entity is called;
--          entity_type its type;
--          stated_entity_id entity_id of the mention as in entities;
--          is_copy stands in a copy of another article.
select
    entities.mention_id,
    entities.article_id,
    entities.published_date,
    articles.outlet,
    entities.start_char,
    entities.end_char,
    entities.surface,
    entities.form,
    entities.title,
    entities.zone,
    entities.entity_id as stated_entity_id,
    coalesce(here.entity_id, everywhere.entity_id) as entity_id,
    coalesce(here.canonical_name, everywhere.canonical_name) as canonical_name,
    coalesce(here.entity_type, everywhere.entity_type) as entity_type,
    coalesce(articles.is_copy, false) as is_copy

from entities

inner join articles
    on entities.article_id = articles.article_id

inner join identities as everywhere
    on
        entities.entity_id = everywhere.stated_entity_id
        and everywhere.article_id is null

left join identities as here
    on
        entities.entity_id = here.stated_entity_id
        and entities.article_id = here.article_id

where
    entities.zone not in ('byline', 'dateline', 'credit')
    and not coalesce(here.is_blocked, everywhere.is_blocked)
