-- Grain:   one row per statement that somebody did not make.
-- Reads:   statements.
-- Answers: who declined to comment, or did not say what they were asked?
select
    statements.published_date,
    statements.outlet,
    statements.speaker,
    statements.cue_text as cue,
    statements.quote_text,
    statements.stance_text as shown_by,
    statements.headline,
    statements.quote_id,
    statements.in_context

from statements

where statements.stance = 'declines'

order by
    statements.published_date asc nulls last,
    statements.article_id asc,
    statements.start_char asc,
    statements.quote_id asc
