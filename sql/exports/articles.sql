-- Grain:   one row per article that was chosen, copies included.
-- Reads:   articles, chosen.
-- Answers: which articles were chosen, by whom and when?
-- Columns: authors those of the byline, in one text.
select
    articles.article_id,
    articles.published_date,
    articles.outlet,
    articles.headline,
    articles.agency,
    articles.dateline_place,
    articles.word_count,
    articles.language,
    articles.story_id,
    articles.is_copy,
    articles.copy_of,
    articles.source_url,
    articles.source_path,
    articles.source_id,
    articles.date_source,
    articles.extractor_version,
    array_to_string(articles.byline, ', ') as authors

from articles

inner join chosen
    on articles.article_id = chosen.article_id

order by
    articles.published_date asc nulls last,
    articles.article_id asc
