-- Returns quarantined documents without a reason or without an error among the issues, and errors
-- of documents that are not in quarantine.
with

errors as (

    select distinct issues.article_id

    from issues

    where issues.severity = 'error'

),

quarantined as (

    select
        _documents.article_id,
        _documents.reason

    from _documents

    where _documents.state = 'quarantined'

)

select
    quarantined.reason,
    coalesce(quarantined.article_id, errors.article_id) as article_id

from quarantined

full outer join errors
    on quarantined.article_id = errors.article_id

where
    quarantined.article_id is null
    or errors.article_id is null
    or quarantined.reason is null

order by coalesce(quarantined.article_id, errors.article_id) asc
