-- Returns rows whose date is not that of their article.
with

dated as (

    select
        entities.mention_id as row_id,
        entities.article_id,
        entities.published_date

    from entities

    union all

    select
        quotes.quote_id as row_id,
        quotes.article_id,
        quotes.published_date

    from quotes

    union all

    select
        figures.figure_id as row_id,
        figures.article_id,
        figures.published_date

    from figures

    union all

    select
        issues.issue_id as row_id,
        issues.article_id,
        issues.published_date

    from issues

    union all

    select
        _documents.article_id as row_id,
        _documents.article_id,
        _documents.published_date

    from _documents

)

select
    dated.row_id,
    dated.published_date,
    articles.published_date as article_date

from dated

-- a document that is not an article has no date
left join articles
    on dated.article_id = articles.article_id

where dated.published_date is distinct from articles.published_date

order by dated.row_id asc
