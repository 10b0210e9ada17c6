-- Grain:   one row per kind of issue.
-- Reads:   issues.
-- Answers: what was not understood, how often, and where is an example?
select
    issues.severity,
    issues.stage,
    issues.code,
    count(*) as issue_count,
    count(distinct issues.article_id) as document_count,
    min_by(issues.source_path, issues.issue_id) as example_path,
    min_by(issues.detail, issues.issue_id) as example_detail

from issues

group by issues.severity, issues.stage, issues.code

order by
    case issues.severity when 'error' then 0 when 'warning' then 1 else 2 end asc,
    issue_count desc,
    issues.stage asc,
    issues.code asc
