-- Grain:   one row per quote of the chosen articles that nobody corrected, and per stretch of words
--          that may be a quote and has no row; copies of an article are left out.
-- Reads:   quotes, issues, articles, chosen.
-- Answers: which quotes are least certain?
-- Columns: found_speaker the speaker, by name or as written;
--          found_stance what the speaker does with the words;
--          why what makes it uncertain;
--          doubt 1 less the lower of confidence and speaker_confidence; 0.5 for words without
--          a row.
with

rows_found as (

    select
        quotes.quote_id as id,
        quotes.article_id,
        quotes.start_char,
        quotes.end_char,
        quotes.stance as found_stance,
        coalesce(quotes.speaker_name, quotes.speaker_role, quotes.speaker_text) as found_speaker,
        case
            when quotes.speaker_resolution = 'unresolved' then 'the speaker is not identified'
            when quotes.speaker_confidence < quotes.confidence
                then 'the speaker, by ' || quotes.speaker_resolution
            else 'the words, by ' || quotes.method
        end as why,
        1 - least(quotes.confidence, quotes.speaker_confidence) as doubt

    from quotes

    where quotes.method != 'curated'

    union all

    select
        issues.issue_id as id,
        issues.article_id,
        issues.start_char,
        issues.end_char,
        null as found_stance,
        null as found_speaker,
        'no row: ' || issues.detail as why,
        0.5 as doubt

    from issues

    where
        issues.code in ('quotation_unattributed', 'statement_uncertain', 'attribution_doubtful')
        and issues.start_char is not null

)

select
    rows_found.id,
    rows_found.article_id,
    articles.published_date,
    articles.outlet,
    rows_found.start_char,
    rows_found.end_char,
    rows_found.found_speaker,
    rows_found.found_stance,
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
