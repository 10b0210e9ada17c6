-- Grain:   one row per figure of the chosen articles that nobody corrected, and per number that was
--          left out for doubt alone; copies of an article are left out.
-- Reads:   figures, rejected_numbers, quotes, articles, chosen.
-- Answers: which figures are least certain?
-- Columns: found_value the value, or both ends of a range;
--          found_unit the unit, with the denominator of a rate;
--          found_claimed_by who states it, by name or role;
--          why what makes it uncertain;
--          doubt 1 less the confidence; 0.7 for a number that was left out.
with

rows_found as (

    select
        figures.figure_id as id,
        figures.article_id,
        figures.start_char,
        figures.end_char,
        case
            when figures.value is not null then figures.value::varchar
            when figures.value_low is not null or figures.value_high is not null
                then concat(figures.value_low, '..', figures.value_high)
        end as found_value,
        concat(figures.unit, '/' || figures.per_unit) as found_unit,
        case
            when figures.asserted_by_entity_id is not null
                then coalesce(quotes.speaker_name, figures.asserted_by_role)
            else coalesce(figures.asserted_by_role, 'article')
        end as found_claimed_by,
        'rule ' || figures.rule_id as why,
        1 - figures.confidence as doubt

    from figures

    left join quotes
        on figures.quote_id = quotes.quote_id

    where figures.rule_id != 'curated'

    union all

    select
        rejected_numbers.rejected_id as id,
        rejected_numbers.article_id,
        rejected_numbers.start_char,
        rejected_numbers.end_char,
        null as found_value,
        null as found_unit,
        null as found_claimed_by,
        'no row: too little shows what it counts' as why,
        0.7 as doubt

    from rejected_numbers

    where rejected_numbers.reason = 'uncertain'

)

select
    rows_found.id,
    rows_found.article_id,
    articles.published_date,
    articles.outlet,
    rows_found.start_char,
    rows_found.end_char,
    rows_found.found_value,
    rows_found.found_unit,
    rows_found.found_claimed_by,
    rows_found.why,
    round(rows_found.doubt, 3) as doubt

from rows_found

inner join articles
    on rows_found.article_id = articles.article_id

inner join chosen
    on rows_found.article_id = chosen.article_id

where not coalesce(articles.is_copy, false)

order by
    rows_found.doubt desc,
    rows_found.id asc
