-- Returns articles without a ledger row in state article, ledger rows in that state without an
-- article, and pairs that disagree about the source.
with

ledger as (

    select
        _documents.article_id,
        _documents.source_path,
        _documents.source_id,
        _documents.content_sha256

    from _documents

    where _documents.state = 'article'

)

select
    articles.source_path,
    ledger.source_path as ledger_path,
    articles.content_sha256,
    ledger.content_sha256 as ledger_sha256,
    coalesce(articles.article_id, ledger.article_id) as article_id

from articles

full outer join ledger
    on articles.article_id = ledger.article_id

where
    articles.article_id is null
    or ledger.article_id is null
    or articles.source_path != ledger.source_path
    or articles.source_id is distinct from ledger.source_id
    or articles.content_sha256 != ledger.content_sha256

order by coalesce(articles.article_id, ledger.article_id) asc
