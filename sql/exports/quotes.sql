-- Grain:   one row per statement of the articles that were chosen, copies included.
-- Reads:   statements_all, chosen.
-- Answers: who said what in them?
select
    statements_all.quote_id,
    statements_all.article_id,
    statements_all.published_date,
    statements_all.outlet,
    statements_all.headline,
    statements_all.speaker,
    statements_all.speaker_name,
    statements_all.speaker_role,
    statements_all.speaker_entity_id,
    statements_all.relay_name,
    statements_all.stance,
    statements_all.attribution_kind,
    statements_all.quote_type,
    statements_all.cue_text,
    statements_all.quote_text,
    statements_all.start_char,
    statements_all.end_char,
    statements_all.confidence,
    statements_all.is_copy,
    statements_all.source_url

from statements_all

inner join chosen
    on statements_all.article_id = chosen.article_id

order by
    statements_all.published_date asc nulls last,
    statements_all.quote_id asc
