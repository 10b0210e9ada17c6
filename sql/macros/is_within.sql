-- Answers: does a day lie between two days, both included? A day that was not asked for limits
--          nothing; what has no day lies within no limit.
create macro is_within(day, since, until) as (
    (since is null or coalesce(day >= since, false))
    and (until is null or coalesce(day <= until, false))
)
