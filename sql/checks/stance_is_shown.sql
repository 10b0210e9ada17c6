-- Returns quotes and figures whose stance no words show, or that assert and have words which show
-- another stance; and quotes whose cue_negated is not what their stance means.
-- Reach: document.
select
    quotes.quote_id as row_id,
    quotes.stance,
    quotes.stance_text,
    quotes.cue_negated

from quotes

where
    (quotes.stance = 'asserts') != (quotes.stance_text is null)
    or quotes.cue_negated != (quotes.stance in ('denies', 'doubts', 'supposes', 'declines'))

union all

select
    figures.figure_id as row_id,
    figures.stance,
    figures.stance_text,
    null as cue_negated

from figures

where (figures.stance = 'asserts') != (figures.stance_text is null)

order by row_id asc
