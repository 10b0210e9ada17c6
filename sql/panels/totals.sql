-- Grain:   one row: the dataset.
-- Reads:   articles, statements, claims, entity_index, issues.
-- Answers: how much is there, and from when?
select
    (select count(*) from articles) as articles,
    (select count(distinct articles.story_id) from articles) as stories,
    (select count(distinct articles.outlet) from articles) as outlets,
    (select count(*) from statements) as quotes,
    (select count(*) from claims) as figures,
    (select count(*) from entity_index) as entities,
    (
        select count(*)
        from issues
        where issues.severity = 'error'
    ) as quarantined,
    (
        select count(*)
        from issues
        where issues.severity = 'warning'
    ) as warnings,
    (select min(articles.published_date) from articles) as first_published_date,
    (select max(articles.published_date) from articles) as last_published_date
