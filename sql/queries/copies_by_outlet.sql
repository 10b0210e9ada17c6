-- Grain:   one row per outlet.
-- Reads:   articles.
-- Answers: which share of an outlet's articles are copies, and how many did an agency sign?
select
    articles.outlet,
    count(*) as article_count,
    count(*) filter (where articles.is_copy) as copy_count,
    count(*) filter (where articles.agency is not null) as signed_by_agency_count,
    count(distinct articles.story_id) as story_count,
    round(count(*) filter (where articles.is_copy) / count(*), 3) as copy_share

from articles

where articles.outlet is not null

group by articles.outlet

order by copy_share desc, article_count desc, articles.outlet asc
