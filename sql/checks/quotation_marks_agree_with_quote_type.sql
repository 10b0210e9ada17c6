-- Returns direct and mixed quotes without any quotation mark. A transcript has none: there the
-- layout of the page says who speaks.
-- Reach: document.
select
    quotes.quote_id,
    quotes.quote_type,
    quotes.surface

from quotes

where
    quotes.quote_type in ('direct', 'mixed')
    and quotes.method != 'transcript'
    and not regexp_matches(quotes.surface, '["''`«»‹›„‚“”‟‘’‛「」『』＂]')

order by quotes.quote_id asc
