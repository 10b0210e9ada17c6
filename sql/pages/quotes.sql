-- Grain:   one row per statement; of a story's copies, those of the original.
-- Reads:   statements, stories.
-- Answers: who said what, when, where, and who passed it on?
-- Parameters: words every one of them in the words said;
--             name part of the speaker's name or role;
--             entity id of the speaker, as in entity_index;
--             outlet who published it;
--             relay name of whoever passed the words on;
--             stance what the speaker does with the words;
--             kind class of the cue;
--             since the first day;
--             until the last day.
-- Values:  name part of statements.speaker;
--          outlet statements.outlet;
--          relay statements.relay_name;
--          stance statements.stance;
--          kind statements.attribution_kind;
--          since date;
--          until date.
-- Columns: article_count articles of the story it stands in.
select
    statements.published_date,
    statements.outlet,
    statements.speaker,
    statements.speaker_entity_id,
    statements.speaker_role,
    statements.relay_name,
    statements.stance,
    statements.attribution_kind,
    statements.quote_type,
    statements.cue_text,
    statements.quote_text,
    statements.headline,
    stories.article_count,
    statements.confidence,
    statements.source_url,
    statements.article_id,
    statements.quote_id,
    statements.start_char,
    statements.end_char

from statements

-- what is no copy stands in the original of its story
left join stories
    on statements.article_id = stories.first_article_id

where
    holds(statements.quote_text, getvariable('words')::varchar[])
    and matches(statements.speaker, getvariable('name')::varchar)
    and statements.speaker_entity_id is not distinct from
    coalesce(getvariable('entity')::varchar, statements.speaker_entity_id)
    and statements.outlet is not distinct from
    coalesce(getvariable('outlet')::varchar, statements.outlet)
    and statements.relay_name is not distinct from
    coalesce(getvariable('relay')::varchar, statements.relay_name)
    and statements.stance = coalesce(getvariable('stance')::varchar, statements.stance)
    and statements.attribution_kind
    = coalesce(getvariable('kind')::varchar, statements.attribution_kind)
    and is_within(
        statements.published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

order by
    statements.published_date desc nulls last,
    statements.quote_id asc
