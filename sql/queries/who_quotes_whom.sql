-- Grain:   one row per outlet and speaker.
-- Reads:   statements.
-- Answers: which outlet quotes whom, how often, and how much of it word for word?
-- Parameters: name part of the speaker's name, everybody unless given;
--             outlet part of the outlet's name, every outlet unless given.
-- Values:  name part of statements.speaker_name;
--          outlet part of statements.outlet.
select
    statements.outlet,
    statements.speaker_name,
    statements.speaker_entity_id,
    count(*) as quote_count,
    count(distinct statements.article_id) as article_count,
    count(*) filter (where statements.quote_type = 'direct') as direct_count,
    min(statements.published_date) as first_published_date,
    max(statements.published_date) as last_published_date

from statements

where
    statements.speaker_name is not null
    and was_said(statements.stance)
    and matches(statements.speaker_name, getvariable('name')::varchar)
    and matches(statements.outlet, getvariable('outlet')::varchar)

group by statements.outlet, statements.speaker_name, statements.speaker_entity_id

order by
    quote_count desc,
    statements.outlet asc nulls last,
    statements.speaker_name asc,
    statements.speaker_entity_id asc
