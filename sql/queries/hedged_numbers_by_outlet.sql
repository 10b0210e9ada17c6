-- Grain:   one row per outlet and kind of quantity.
-- Reads:   claims.
-- Answers: how often does an outlet hedge its numbers, with "about" or "more than"?
with

counts as (

    select
        claims.outlet,
        claims.kind,
        count(*) as figure_count,
        count(*) filter (where claims.is_approximate) as approximate_count,
        count(*) filter (where claims.bound != 'exact') as bounded_count,
        count(*) filter (
            where claims.is_approximate or claims.bound != 'exact'
        ) as hedged_count

    from claims

    group by claims.outlet, claims.kind

)

select
    counts.outlet,
    counts.kind,
    counts.figure_count,
    counts.approximate_count,
    counts.bounded_count,
    round(100.0 * counts.hedged_count / counts.figure_count, 1) as hedged_pct

from counts

order by counts.outlet asc nulls last, counts.figure_count desc, counts.kind asc
