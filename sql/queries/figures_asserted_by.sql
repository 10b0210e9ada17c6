-- Grain:   one row per quantity that somebody asserts in a quote, copies left out.
-- Reads:   claims.
-- Answers: which numbers does this person, body or kind of official claim?
-- Parameters: name part of the name or role of whoever asserts it, everybody unless given;
--             kind such as money or count, every kind unless given.
-- Values:  name part of claims.asserted_by;
--          kind claims.kind.
select
    claims.asserted_by,
    claims.asserted_by_role as in_the_role_of,
    claims.relay_name as relayed_by,
    claims.modifier,
    claims.surface,
    claims.value,
    claims.claim_low,
    claims.claim_high,
    claims.unit,
    claims.measured,
    claims.subject_name,
    claims.outlet,
    claims.published_date,
    claims.figure_id,
    claims.in_context

from claims

where
    claims.quote_id is not null
    and claims.stance = 'asserts'
    and claims.kind = coalesce(getvariable('kind')::varchar, claims.kind)
    and matches(claims.asserted_by, getvariable('name')::varchar)

order by
    claims.asserted_by asc,
    claims.published_date asc nulls last,
    claims.figure_id asc
