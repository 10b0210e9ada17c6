-- Grain:   one row per quantity that more than one article states, copies left out.
-- Reads:   claims.
-- Answers: which numbers travel: the same value of the same thing in several articles?
-- Parameters: outlets fewest different outlets, 2 unless told;
--             name part of what is measured, everything unless told.
select
    claims.measured_head,
    claims.unit,
    claims.per_unit,
    claims.kind,
    coalesce(claims.claim_low, claims.claim_high) as amount,
    count(distinct claims.outlet) as outlet_count,
    count(distinct claims.article_id) as article_count,
    count(distinct claims.asserted_by) as asserter_count,
    bool_or(claims.is_approximate or claims.bound not in ('exact', 'range')) as is_ever_hedged,
    min(claims.published_date) as first_date,
    min_by(claims.outlet, (claims.published_date, claims.figure_id)) as first_outlet,
    max(claims.published_date) as last_date,
    min_by(claims.surface, (claims.published_date, claims.figure_id)) as first_surface,
    min(claims.figure_id) as example_figure_id

from claims

where
    not claims.is_copy
    and claims.measured_head is not null
    and matches(claims.measured, getvariable('name')::varchar)

group by
    claims.measured_head,
    claims.unit,
    claims.per_unit,
    claims.kind,
    claims.claim_low,
    claims.claim_high

having count(distinct claims.outlet) >= coalesce(getvariable('outlets')::integer, 2)

order by
    outlet_count desc,
    article_count desc,
    claims.measured_head asc,
    amount asc nulls last,
    example_figure_id asc
