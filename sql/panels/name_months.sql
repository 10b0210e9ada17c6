-- Grain:   one row per month in which the news name an entity.
-- Reads:   mentions_by_month.
-- Answers: when is it in the news?
-- Parameters: entity its id, as in entity_index.
-- Values:  entity entity_index.entity_id.
select
    mentions_by_month.month_start,
    mentions_by_month.article_count

from mentions_by_month

where
    mentions_by_month.entity_id = getvariable('entity')::varchar
    and mentions_by_month.month_start is not null

order by mentions_by_month.month_start asc
