-- Grain:   one row per mention of a name in the articles that were chosen, copies included.
-- Reads:   newsmakers_all, chosen.
-- Answers: who and what do they name, and where?
select
    newsmakers_all.mention_id,
    newsmakers_all.article_id,
    newsmakers_all.published_date,
    newsmakers_all.outlet,
    newsmakers_all.surface,
    newsmakers_all.canonical_name,
    newsmakers_all.entity_type,
    newsmakers_all.entity_id,
    newsmakers_all.title,
    newsmakers_all.zone,
    newsmakers_all.start_char,
    newsmakers_all.end_char,
    newsmakers_all.is_copy

from newsmakers_all

inner join chosen
    on newsmakers_all.article_id = chosen.article_id

order by
    newsmakers_all.published_date asc nulls last,
    newsmakers_all.mention_id asc
