-- Returns issues of documents that were retracted.
select
    issues.issue_id,
    issues.source_path

from issues

inner join _documents
    on issues.article_id = _documents.article_id

where _documents.state = 'retracted'

order by issues.issue_id asc
