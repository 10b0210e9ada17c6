-- Answers: is this the value that was asked for? Any part of it, in any case; everything is when
--          nothing was asked.
create macro matches(stated, asked) as (
    asked is null or coalesce(contains(lower(stated), lower(asked)), false)
)
