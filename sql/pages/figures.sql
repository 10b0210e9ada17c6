-- Grain:   one row per quantity of claims; of a story's copies, those of the original.
-- Reads:   claims, stories, figures, entities, entity_index.
-- Answers: which numbers were stated, by whom, of what, and where?
-- Parameters: words every one of them in what is measured, the number as printed or the
--             headline;
--             name part of the name or role of whoever asserts or denies it;
--             entity id of what it is about or of whoever asserts it, as in entity_index;
--             named id of an entity that the sentence names, as in entity_index;
--             outlet who published it;
--             stance what is done with it;
--             kind what sort of quantity;
--             unit canonical unit, ISO 4217 for money;
--             since the first day;
--             until the last day.
-- Values:  name part of claims.stance_of;
--          outlet claims.outlet;
--          stance claims.stance;
--          kind claims.kind;
--          unit claims.unit;
--          since date;
--          until date.
-- Columns: article_count articles of the story it stands in.
select
    claims.published_date,
    claims.outlet,
    claims.surface,
    claims.kind,
    claims.bound,
    claims.is_approximate,
    claims.value,
    claims.claim_low,
    claims.claim_high,
    claims.unit,
    claims.per_unit,
    claims.measured,
    claims.subject_name,
    claims.subject_entity_id,
    claims.stance,
    claims.stance_of,
    claims.asserted_by_entity_id,
    claims.headline,
    stories.article_count,
    claims.confidence,
    claims.source_url,
    claims.article_id,
    claims.figure_id,
    claims.start_char,
    claims.end_char

from claims

-- what is no copy stands in the original of its story
left join stories
    on claims.article_id = stories.first_article_id

where
    holds(
        concat_ws(' ', claims.surface, claims.measured, claims.subject_name, claims.headline),
        getvariable('words')::varchar[]
    )
    and matches(claims.stance_of, getvariable('name')::varchar)
    and (
        getvariable('entity') is null
        or claims.subject_entity_id = getvariable('entity')::varchar
        or claims.asserted_by_entity_id = getvariable('entity')::varchar
    )
    and (
        getvariable('named') is null
        or claims.figure_id in (
            select figures.figure_id
            from figures
            inner join entities
                on
                    figures.article_id = entities.article_id
                    and figures.sentence_index = entities.sentence_index
            where entities.entity_id in (
                select unnest(entity_index.stated_entity_ids)
                from entity_index
                where entity_index.entity_id = getvariable('named')::varchar
            )
        )
    )
    and claims.outlet is not distinct from
    coalesce(getvariable('outlet')::varchar, claims.outlet)
    and claims.stance = coalesce(getvariable('stance')::varchar, claims.stance)
    and claims.kind = coalesce(getvariable('kind')::varchar, claims.kind)
    and claims.unit is not distinct from coalesce(getvariable('unit')::varchar, claims.unit)
    and is_within(
        claims.published_date,
        getvariable('since')::date,
        getvariable('until')::date
    )

order by
    claims.published_date desc nulls last,
    claims.figure_id asc
