-- Grain:   one row per quantity, copies and ranks left out.
-- Reads:   claims.
-- Answers: which numbers are stated about somebody or something, and who states them?
-- Parameters: name part of what is measured or of the subject's name, everything unless given;
--             kind such as money or count, every kind unless given.
-- Values:  name part of claims.measured, claims.subject_name;
--          kind claims.kind.
select
    claims.published_date,
    claims.outlet,
    claims.asserted_by,
    claims.stance,
    claims.stance_of,
    claims.modifier,
    claims.surface,
    claims.value,
    claims.claim_low,
    claims.claim_high,
    claims.unit,
    claims.per_unit,
    claims.measured,
    claims.subject_name,
    claims.figure_id,
    claims.in_context

from claims

where
    claims.kind = coalesce(getvariable('kind')::varchar, claims.kind)
    and (
        matches(claims.measured, getvariable('name')::varchar)
        or matches(claims.subject_name, getvariable('name')::varchar)
    )

order by
    claims.published_date asc nulls last,
    claims.article_id asc,
    claims.start_char asc
