-- Grain:   one row per named speaker, the ten most quoted.
-- Reads:   statements.
-- Answers: who is quoted most, each story counted once?
-- Columns: quote_count statements by them;
--          outlet_count outlets that quote them.
select
    statements.speaker_entity_id,
    statements.speaker_name,
    count(*) as quote_count,
    count(distinct statements.outlet) as outlet_count

from statements

where statements.speaker_entity_id is not null

group by
    statements.speaker_entity_id,
    statements.speaker_name

order by
    quote_count desc,
    statements.speaker_name asc

limit 10
