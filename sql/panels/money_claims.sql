-- Grain:   one row per sum in the dataset's most frequent currency, the sixty largest.
-- Reads:   claims.
-- Answers: how much money is spoken of, and where?
select
    claims.value,
    claims.unit,
    claims.surface,
    claims.measured,
    claims.article_id,
    claims.figure_id,
    claims.headline

from claims

where
    claims.kind = 'money'
    and claims.value > 0
    and claims.per_unit is null
    and claims.unit = (
        select mode(counted.unit)
        from claims as counted
        where counted.kind = 'money'
    )

order by
    claims.value desc,
    claims.figure_id asc

limit 60
