-- Grain:   one row per misspelling and outlet, copies and credits left out.
-- Reads:   newsmakers.
-- Answers: which names are misspelt, how, and by which outlet?
select
    newsmakers.canonical_name,
    newsmakers.surface as misspelling,
    newsmakers.outlet,
    count(*) as mention_count,
    count(distinct newsmakers.article_id) as article_count,
    min(newsmakers.published_date) as first_published_date,
    min(newsmakers.mention_id) as first_mention_id

from newsmakers

where newsmakers.form = 'misspelling'

group by newsmakers.canonical_name, newsmakers.surface, newsmakers.outlet

order by
    newsmakers.canonical_name asc,
    newsmakers.surface asc,
    newsmakers.outlet asc nulls last
