-- Grain:   one row per article of a story, the original first.
-- Reads:   articles.
-- Answers: who published the same report, and how alike are the copies?
-- Parameters: story its id.
-- Values:  story articles.story_id.
select
    articles.article_id,
    articles.outlet,
    articles.published_date,
    articles.headline,
    articles.agency,
    articles.is_copy,
    articles.copy_similarity,
    articles.source_url,
    articles.source_path,
    articles.body

from articles

where articles.story_id = getvariable('story')::varchar

order by
    coalesce(articles.is_copy, false) asc,
    articles.published_date asc nulls last,
    articles.article_id asc
