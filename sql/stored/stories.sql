-- Grain:   one row per story: an article with its copies, such as those of a wire report.
-- Reads:   articles.
-- Answers: which articles are the same report, and which of them is the original?
-- Columns: first_article_id the original: signed by an agency, then earliest;
--          first_published_date the earliest date of the story;
--          last_published_date the latest one;
--          headline that of the original;
--          agency that signed the original, else the first that a copy names;
--          article_count articles of the story;
--          outlets who published it, in alphabetical order.
select
    articles.story_id,
    first(
        articles.article_id
        order by
            coalesce(articles.is_copy, false) asc,
            articles.published_date asc nulls last,
            articles.article_id asc
    ) as first_article_id,
    min(articles.published_date) as first_published_date,
    max(articles.published_date) as last_published_date,
    first(
        articles.headline
        order by
            coalesce(articles.is_copy, false) asc,
            articles.published_date asc nulls last,
            articles.article_id asc
    ) as headline,
    first(
        articles.agency
        order by
            coalesce(articles.is_copy, false) asc,
            articles.published_date asc nulls last,
            articles.article_id asc
    ) filter (where articles.agency is not null) as agency,
    count(*) as article_count,
    coalesce(
        list_sort(list(distinct articles.outlet) filter (where articles.outlet is not null)),
        []
    ) as outlets

from articles

where articles.story_id is not null

group by articles.story_id
