-- Grain:   one row per misspelling and outlet.
-- Reads:   entities, articles.
-- Answers: which names are misspelt, how, and by which outlet?
select
    entities.canonical_name,
    entities.surface as misspelling,
    articles.outlet,
    count(*) as mention_count,
    count(distinct entities.article_id) as article_count,
    min(entities.published_date) as first_published_date,
    min(entities.mention_id) as first_mention_id

from entities

inner join articles
    on entities.article_id = articles.article_id

where entities.form = 'misspelling'

group by entities.canonical_name, entities.surface, articles.outlet

order by
    entities.canonical_name asc,
    entities.surface asc,
    articles.outlet asc nulls last
