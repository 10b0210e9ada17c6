-- Grain:   one row per article; of a story, the original.
-- Reads:   articles, stories.
-- Answers: which articles are there, by whom, and how often was each copied?
-- Parameters: words every one of them in the text or the headline;
--             outlet who published it or a copy of it;
--             since the first day;
--             until the last day.
-- Values:  outlet articles.outlet;
--          since date;
--          until date.
-- Columns: authors those of the byline, in one text;
--          outlets who published it, in alphabetical order, in one text.
select
    articles.published_date,
    articles.outlet,
    articles.headline,
    articles.agency,
    articles.word_count,
    stories.article_count,
    articles.language,
    articles.source_url,
    articles.source_path,
    articles.article_id,
    array_to_string(articles.byline, ', ') as authors,
    array_to_string(stories.outlets, ', ') as outlets

from articles

left join stories
    on articles.story_id = stories.story_id

where
    not coalesce(articles.is_copy, false)
    and holds(
        concat_ws(chr(10), articles.headline, articles.text),
        getvariable('words')::varchar[]
    )
    and (
        getvariable('outlet') is null
        or articles.outlet = getvariable('outlet')::varchar
        or list_contains(stories.outlets, getvariable('outlet')::varchar)
    )
    and is_within(
        articles.published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

order by
    articles.published_date desc nulls last,
    articles.article_id asc
