-- Grain:   one row per story that was published more than once.
-- Reads:   stories.
-- Answers: which reports were copied, and by whom?
-- Parameters: words every one of them in the headline;
--             outlet who published it;
--             since the first day;
--             until the last day.
-- Values:  outlet articles.outlet;
--          since date;
--          until date.
-- Columns: outlets who published it, in alphabetical order, in one text.
select
    stories.first_published_date as published_date,
    stories.headline,
    stories.agency,
    stories.article_count,
    stories.last_published_date,
    stories.first_article_id as article_id,
    stories.story_id,
    array_to_string(stories.outlets, ', ') as outlets

from stories

where
    stories.article_count > 1
    and holds(stories.headline, getvariable('words')::varchar[])
    and (
        getvariable('outlet') is null
        or list_contains(stories.outlets, getvariable('outlet')::varchar)
    )
    and is_within(
        stories.first_published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

order by
    stories.article_count desc,
    stories.first_published_date desc nulls last,
    stories.story_id asc
