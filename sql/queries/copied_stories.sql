-- Grain:   one row per story that more than one article carries.
-- Reads:   stories.
-- Answers: which reports were copied most, and who ran them?
-- Parameters: top stories, 50 unless given.
-- Values:  top 1 or more.
select
    stories.first_published_date,
    stories.headline,
    stories.agency,
    stories.article_count,
    stories.outlets,
    stories.first_article_id,
    stories.story_id

from stories

where stories.article_count > 1

order by stories.article_count desc, stories.story_id asc

limit coalesce(getvariable('top')::integer, 50)
