-- Grain:   one row per outlet and whoever it quotes somebody through.
-- Reads:   statements.
-- Answers: on whom does each outlet rely for what people said?
-- Parameters: words every one of them in the relay's name;
--             outlet who published it;
--             since the first day;
--             until the last day.
-- Values:  outlet statements.outlet;
--          since date;
--          until date.
-- Columns: quote_count statements that came through the relay;
--          article_count articles they stand in;
--          speaker_count named people and bodies who are quoted so.
select
    statements.outlet,
    statements.relay_name,
    statements.relay_entity_id,
    count(*) as quote_count,
    count(distinct statements.article_id) as article_count,
    count(distinct statements.speaker_entity_id) as speaker_count

from statements

where
    statements.relay_name is not null
    and holds(statements.relay_name, getvariable('words')::varchar[])
    and statements.outlet is not distinct from
    coalesce(getvariable('outlet')::varchar, statements.outlet)
    and is_within(
        statements.published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

group by
    statements.outlet,
    statements.relay_name,
    statements.relay_entity_id

order by
    quote_count desc,
    statements.outlet asc nulls last,
    statements.relay_name asc
