-- Returns rows that lie in another month's folder than that of their date.
with

filed as (

    select
        articles.article_id as row_id,
        articles.published_date,
        articles.month

    from articles

    union all

    select
        entities.mention_id as row_id,
        entities.published_date,
        entities.month

    from entities

    union all

    select
        quotes.quote_id as row_id,
        quotes.published_date,
        quotes.month

    from quotes

    union all

    select
        figures.figure_id as row_id,
        figures.published_date,
        figures.month

    from figures

    union all

    select
        issues.issue_id as row_id,
        issues.published_date,
        issues.month

    from issues

    union all

    select
        _documents.article_id as row_id,
        _documents.published_date,
        _documents.month

    from _documents

)

select
    filed.row_id,
    filed.published_date,
    filed.month

from filed

where filed.month != coalesce(strftime(filed.published_date, '%Y-%m'), 'unknown')

order by filed.row_id asc
