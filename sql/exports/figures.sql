-- Grain:   one row per quantity of the articles that were chosen, copies included.
-- Reads:   claims_all, chosen.
-- Answers: which numbers do they state, and who states them?
select
    claims_all.figure_id,
    claims_all.article_id,
    claims_all.published_date,
    claims_all.outlet,
    claims_all.headline,
    claims_all.surface,
    claims_all.kind,
    claims_all.value,
    claims_all.claim_low,
    claims_all.claim_high,
    claims_all.bound,
    claims_all.is_approximate,
    claims_all.unit,
    claims_all.per_unit,
    claims_all.change,
    claims_all.change_role,
    claims_all.measured,
    claims_all.subject_name,
    claims_all.subject_entity_id,
    claims_all.stance,
    claims_all.stance_of,
    claims_all.asserted_by_name,
    claims_all.quote_id,
    claims_all.start_char,
    claims_all.end_char,
    claims_all.confidence,
    claims_all.is_copy,
    claims_all.source_url

from claims_all

inner join chosen
    on claims_all.article_id = chosen.article_id

order by
    claims_all.published_date asc nulls last,
    claims_all.figure_id asc
