-- Grain:   one row per rule that rejected numbers.
-- Reads:   rejected_numbers, articles.
-- Answers: which numbers were rejected as figures, by which rule, and what do they look like?
-- Parameters: reason name of one rule, such as year or model, every rule unless given;
--             name part of the rejected text, everything unless given.
-- Values:  reason rejected_numbers.reason;
--          name part of rejected_numbers.surface.
with

counts as (

    select
        rejected_numbers.reason,
        count(*) as rejected_count,
        count(distinct rejected_numbers.article_id) as article_count,
        min(rejected_numbers.rejected_id) as first_id

    from rejected_numbers

    where
        rejected_numbers.reason
        = coalesce(getvariable('reason')::varchar, rejected_numbers.reason)
        and matches(rejected_numbers.surface, getvariable('name')::varchar)

    group by rejected_numbers.reason

)

select
    counts.reason,
    counts.rejected_count,
    counts.article_count,
    rejected_numbers.surface as first_surface,
    excerpt(
        articles.text, rejected_numbers.start_char, rejected_numbers.end_char, 60
    ) as in_context

from counts

inner join rejected_numbers
    on counts.first_id = rejected_numbers.rejected_id

inner join articles
    on rejected_numbers.article_id = articles.article_id

order by counts.rejected_count desc, counts.reason asc
