-- Grain:   one row per entity and month.
-- Reads:   mentions_by_month.
-- Answers: how does the coverage of a place, person or organisation move over time?
-- Parameters: name part of its name, every one unless given;
--             type such as person or org, unless given that of places, or every type when a
--             name is asked for.
-- Values:  name part of entities.canonical_name, entity_index.canonical_name;
--          type entities.entity_type.
select
    mentions_by_month.canonical_name,
    mentions_by_month.entity_type,
    mentions_by_month.month,
    mentions_by_month.article_count,
    mentions_by_month.mention_count

from mentions_by_month

where
    mentions_by_month.entity_type = coalesce(
        getvariable('type')::varchar,
        case when getvariable('name') is null then 'place' else mentions_by_month.entity_type end
    )
    and matches(mentions_by_month.canonical_name, getvariable('name')::varchar)

order by
    mentions_by_month.canonical_name asc,
    mentions_by_month.entity_id asc,
    mentions_by_month.month asc
