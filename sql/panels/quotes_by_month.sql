-- Grain:   one row per month with statements; of a story's copies, those of the original.
-- Reads:   statements.
-- Answers: how many statements does each month have?
-- Parameters: entity id of the speaker.
-- Values:  entity entity_index.entity_id.
-- Columns: quote_count statements of the month.
select
    statements.month_start,
    count(*) as quote_count

from statements

where
    statements.month_start is not null
    and statements.speaker_entity_id is not distinct from
    coalesce(getvariable('entity')::varchar, statements.speaker_entity_id)

group by statements.month_start

order by statements.month_start asc
