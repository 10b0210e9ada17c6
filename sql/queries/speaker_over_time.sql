-- Grain:   one row per statement, copies left out.
-- Reads:   statements.
-- Answers: what did somebody say over time, and who passed it on?
-- Parameters: name part of the speaker's name or role, everybody unless given.
-- Values:  name part of statements.speaker.
select
    statements.published_date,
    statements.outlet,
    statements.speaker,
    statements.cue_text as cue,
    statements.cue_negated,
    statements.stance,
    statements.quote_text,
    statements.relay_name,
    statements.headline,
    statements.quote_id

from statements

where matches(statements.speaker, getvariable('name')::varchar)

order by
    statements.published_date asc nulls last,
    statements.article_id asc,
    statements.start_char asc,
    statements.quote_id asc
