-- Grain:   one row per correction that no longer fits the text of its article.
-- Reads:   corrections, articles.
-- Answers: which corrections have to be made again?
select
    corrections.kind,
    corrections.words,
    corrections.reason,
    corrections.corrected_by,
    corrections.corrected_on,
    articles.source_path

from corrections

inner join articles
    on corrections.article_id = articles.article_id

where corrections.state = 'stale'

order by corrections.correction_id asc
