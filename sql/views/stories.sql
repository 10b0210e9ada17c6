-- Grain:   one row per story: articles with the same words, such as copies of a wire report.
-- Reads:   articles.
-- Answers: which articles are the same report, and which of them came first?
-- Columns: first_article_id the earliest article of the story, by date and then by id;
--          first_published_date its date;
--          article_count articles of the story;
--          outlets who published it, in alphabetical order.
select
    articles.story_id,
    first(
        articles.article_id
        order by articles.published_date asc nulls last, articles.article_id asc
    ) as first_article_id,
    min(articles.published_date) as first_published_date,
    first(
        articles.headline
        order by articles.published_date asc nulls last, articles.article_id asc
    ) as headline,
    count(*) as article_count,
    coalesce(
        list_sort(list(distinct articles.outlet) filter (where articles.outlet is not null)),
        []
    ) as outlets

from articles

where articles.story_id is not null

group by articles.story_id
