-- Returns figures outside the quote they are said to stand in, or asserted by another than its
-- speaker (by role, or by name where no entity stands for it), or by a speaker who denies or doubts
-- them or did not say them; figures with another stance than a quote that does not assert; and
-- figures asserted by somebody without a quote.
-- Reach: document.
with

speakers as (

    select
        figures.figure_id,
        quotes.speaker_entity_id as entity_id,
        coalesce(
            quotes.speaker_role,
            case
                when
                    quotes.speaker_entity_id is null
                    and quotes.speaker_form not in ('pronoun', 'collective', 'none')
                    then quotes.speaker_text
            end
        ) as role_or_name

    from figures

    inner join quotes
        on figures.quote_id = quotes.quote_id

    where
        figures.stance in ('asserts', 'asks', 'supposes')
        and not quotes.cue_negated

)

select
    figures.figure_id,
    figures.quote_id,
    figures.stance,
    quotes.stance as quote_stance,
    figures.asserted_by_entity_id,
    speakers.entity_id as claimed_by_entity_id,
    figures.asserted_by_role,
    speakers.role_or_name as claimed_by_role

from figures

left join speakers
    on figures.figure_id = speakers.figure_id

left join quotes
    on figures.quote_id = quotes.quote_id

where
    (
        -- who claims a number of no quote, only a person says
        not (figures.rule_id = 'curated' and figures.quote_id is null)
        and (
            figures.asserted_by_entity_id is distinct from speakers.entity_id
            or figures.asserted_by_role is distinct from speakers.role_or_name
        )
    )
    or (quotes.stance != 'asserts' and figures.stance != quotes.stance)
    or figures.article_id != quotes.article_id
    or figures.start_char < quotes.start_char
    or figures.end_char > quotes.end_char

order by figures.figure_id asc
