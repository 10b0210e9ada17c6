-- Grain:   one row per sum of money above a threshold, copies left out.
-- Reads:   claims.
-- Answers: which large sums are stated, about whom, and who states them?
-- Parameters: least smallest amount, 1000000 unless given;
--             currency ISO 4217 code, USD unless given (currencies do not compare);
--             name part of the subject's name or of what is measured, everything unless given.
-- Values:  least 0.0 or more;
--          currency claims.unit;
--          name part of claims.measured, claims.subject_name.
select
    claims.unit as currency,
    claims.modifier,
    claims.surface,
    claims.change,
    claims.change_role,
    claims.measured,
    claims.asserted_by,
    claims.stance,
    claims.outlet,
    claims.published_date,
    claims.figure_id,
    claims.in_context,
    coalesce(claims.subject_name, claims.measured) as about,
    coalesce(claims.claim_low, claims.claim_high) as amount

from claims

where
    claims.kind = 'money'
    and claims.unit = coalesce(getvariable('currency')::varchar, 'USD')
    and coalesce(claims.claim_high, claims.claim_low)
    >= coalesce(getvariable('least')::double, 1000000)
    and (
        matches(claims.measured, getvariable('name')::varchar)
        or matches(claims.subject_name, getvariable('name')::varchar)
    )

order by amount desc nulls last, claims.figure_id asc
