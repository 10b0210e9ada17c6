-- Grain:   one row per month, outlet and state of documents.
-- Reads:   _documents, articles.
-- Answers: what became of every raw document, and how much did it yield?
select
    _documents.month,
    articles.outlet,
    _documents.state,
    _documents.reason,
    count(*) as document_count,
    coalesce(sum(articles.word_count), 0) as word_count

from _documents

left join articles
    on _documents.article_id = articles.article_id

group by _documents.month, articles.outlet, _documents.state, _documents.reason

order by
    _documents.month asc,
    articles.outlet asc nulls last,
    _documents.state asc,
    _documents.reason asc nulls last
