-- Grain:   one row per thing not understood, or document quarantined.
-- Reads:   issues.
-- Answers: what was not read or not understood, where, and why?
-- Parameters: words every one of them in the detail or the path of the raw file;
--             severity how bad it is;
--             code what sort of issue.
-- Values:  severity issues.severity;
--          code issues.code.
select
    issues.severity,
    issues.code,
    issues.source_path,
    issues.detail,
    issues.stage,
    issues.published_date,
    issues.article_id,
    issues.issue_id,
    issues.start_char,
    issues.end_char

from issues

where
    holds(concat_ws(' ', issues.detail, issues.source_path), getvariable('words')::varchar[])
    and issues.severity = coalesce(getvariable('severity')::varchar, issues.severity)
    and issues.code = coalesce(getvariable('code')::varchar, issues.code)

order by
    case issues.severity when 'error' then 0 when 'warning' then 1 else 2 end,
    issues.code asc,
    issues.issue_id asc
