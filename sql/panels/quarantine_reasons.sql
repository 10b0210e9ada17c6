-- Grain:   one row per sort of issue.
-- Reads:   issues.
-- Answers: what went wrong, how bad is it, and how often?
-- Columns: issue_count issues of that sort;
--          document_count documents that have one.
select
    issues.severity,
    issues.code,
    count(*) as issue_count,
    count(distinct issues.article_id) as document_count

from issues

group by
    issues.severity,
    issues.code

order by
    case issues.severity when 'error' then 0 when 'warning' then 1 else 2 end,
    issue_count desc,
    issues.code asc
