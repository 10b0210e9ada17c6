-- Grain:   one row per statement, copies left out.
-- Reads:   statements, entities.
-- Answers: what did somebody say about somebody or something over time?
-- Parameters: name part of the speaker's name or role, everybody unless given;
--             about part of a name in the words said, whatever is named unless given.
-- Values:  name part of statements.speaker;
--          about part of entities.canonical_name.
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
    statements.quote_id,
    list_sort(list(distinct entities.canonical_name)) as named_in_it

from statements

inner join entities
    on
        statements.article_id = entities.article_id
        and statements.start_char <= entities.start_char
        and statements.end_char >= entities.end_char

where
    matches(statements.speaker, getvariable('name')::varchar)
    and matches(entities.canonical_name, getvariable('about')::varchar)

group by all

order by
    statements.published_date asc nulls last,
    statements.quote_id asc
