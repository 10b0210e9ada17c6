-- Grain:   one row per outlet and month with articles about the words asked for.
-- Reads:   articles.
-- Answers: how much does each outlet write about something, and when?
-- Parameters: words every one of them in the text or the headline;
--             outlet who published it;
--             since the first day;
--             until the last day.
-- Values:  outlet articles.outlet;
--          since date;
--          until date.
-- Columns: article_count articles that hold all of the words, copies included;
--          of_articles all articles of that outlet and month;
--          part the share of the one in the other [0..1].
select
    articles.outlet,
    articles.month_start,
    count(*) filter (
        where holds(
            concat_ws(chr(10), articles.headline, articles.text),
            getvariable('words')::varchar[]
        )
    ) as article_count,
    count(*) as of_articles,
    article_count / of_articles as part

from articles

where
    articles.outlet is not distinct from
    coalesce(getvariable('outlet')::varchar, articles.outlet)
    and is_within(
        articles.published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

group by
    articles.outlet,
    articles.month_start

having article_count > 0

order by
    article_count desc,
    articles.outlet asc nulls last,
    articles.month_start asc nulls last
