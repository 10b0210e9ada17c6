-- Grain:   one row per story that an agency signed.
-- Reads:   stories.
-- Answers: how many outlets carried a wire story, and for how many days?
-- Parameters: agency such as Reuters, every one unless given;
--             top stories, 20 unless given.
-- Values:  agency stories.agency;
--          top 1 or more.
select
    stories.agency,
    stories.headline,
    stories.article_count,
    stories.first_published_date,
    stories.outlets,
    stories.story_id,
    len(stories.outlets) as outlet_count,
    date_diff('day', stories.first_published_date, stories.last_published_date) + 1 as day_count

from stories

where stories.agency = coalesce(getvariable('agency')::varchar, stories.agency)

order by outlet_count desc, stories.article_count desc, stories.story_id asc

limit coalesce(getvariable('top')::integer, 20)
