-- Answers: does a value contain what was asked for, in any case? Every value does when nothing was
--          asked for.
create macro matches(stated, asked) as (
    asked is null or coalesce(contains(lower(stated), lower(asked)), false)
)
