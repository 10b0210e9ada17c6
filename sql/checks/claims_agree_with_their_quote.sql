-- Returns figures outside the quote they are said to stand in, or asserted by another than its
-- speaker (by role, or by name where no entity stands for it); and figures asserted by somebody
-- without a quote.
select
    figures.figure_id,
    figures.quote_id,
    figures.asserted_by_entity_id,
    quotes.speaker_entity_id,
    figures.asserted_by_role,
    quotes.speaker_role

from figures

left join quotes
    on figures.quote_id = quotes.quote_id

where
    figures.asserted_by_entity_id is distinct from quotes.speaker_entity_id
    or figures.asserted_by_role is distinct from coalesce(
        quotes.speaker_role,
        case
            when
                quotes.speaker_entity_id is null
                and quotes.speaker_form not in ('pronoun', 'collective', 'none')
                then quotes.speaker_text
        end
    )
    or figures.article_id != quotes.article_id
    or figures.start_char < quotes.start_char
    or figures.end_char > quotes.end_char

order by figures.figure_id asc
