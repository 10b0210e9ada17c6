-- Grain:   one row per outlet.
-- Reads:   statements.
-- Answers: how often does an outlet name its sources, call them by a role, or give none?
with

counts as (

    select
        statements.outlet,
        count(*) as quote_count,
        count(*) filter (where statements.source_kind = 'named') as named_count,
        count(*) filter (where statements.source_kind = 'role') as role_count,
        count(*) filter (where statements.source_kind = 'unresolved') as unresolved_count,
        count(*) filter (where statements.source_kind = 'none') as none_count

    from statements

    group by statements.outlet

)

select
    counts.outlet,
    counts.quote_count,
    counts.named_count,
    counts.role_count,
    counts.unresolved_count,
    counts.none_count,
    round(100.0 * counts.named_count / counts.quote_count, 1) as named_pct

from counts

order by counts.quote_count desc, counts.outlet asc nulls last
