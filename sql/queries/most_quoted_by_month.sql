-- Grain:   one row per month and speaker, of the speakers quoted most in that month.
-- Reads:   statements.
-- Answers: who is quoted most, month by month?
-- Parameters: top speakers per month, 10 unless given;
--             month such as 2024-03, every month unless given.
-- Values:  top 1 or more;
--          month statements.month.
with

counts as (

    select
        statements.month,
        statements.speaker_entity_id,
        min(statements.speaker_name) as speaker_name,
        count(*) as quote_count,
        count(distinct statements.article_id) as article_count

    from statements

    where
        statements.speaker_name is not null
        and was_said(statements.stance)
        and statements.month = coalesce(getvariable('month')::varchar, statements.month)

    group by statements.month, statements.speaker_entity_id

),

ranked as (

    select
        counts.month,
        counts.speaker_name,
        counts.speaker_entity_id,
        counts.quote_count,
        counts.article_count,
        row_number() over (
            partition by counts.month
            order by counts.quote_count desc, counts.speaker_name asc, counts.speaker_entity_id asc
        ) as place

    from counts

)

select
    ranked.month,
    ranked.place,
    ranked.speaker_name,
    ranked.quote_count,
    ranked.article_count

from ranked

where ranked.place <= coalesce(getvariable('top')::integer, 10)

order by ranked.month asc, ranked.place asc
