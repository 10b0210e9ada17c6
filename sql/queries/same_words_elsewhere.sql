-- Grain:   one row per utterance that more than one article quotes, copies included.
-- Reads:   statements_all.
-- Answers: which words went round, who said them, and who printed them?
--          An article that quotes more of what the same speaker said quotes these words too.
--          What somebody refused to say is no utterance.
with

spoken as (

    select
        statements_all.quote_id,
        statements_all.article_id,
        statements_all.outlet,
        statements_all.published_date,
        statements_all.speaker_entity_id,
        statements_all.speaker_name,
        statements_all.utterance_id,
        statements_all.quote_text,
        case
            when statements_all.quote_type in ('direct', 'mixed')
                then words_said(statements_all.quote_text, statements_all.quote_type)
        end as words

    from statements_all

    where
        statements_all.utterance_id is not null
        and not statements_all.cue_negated

),

within as (

    select
        spoken.quote_id,
        min_by(shorter.utterance_id, (len(shorter.words), shorter.utterance_id)) as utterance_id

    from spoken

    inner join spoken as shorter
        on
            spoken.speaker_entity_id = shorter.speaker_entity_id
            and contains(spoken.words, shorter.words)

    where len(shorter.words) - len(replace(shorter.words, ' ', '')) > 4 -- four words and more

    group by spoken.quote_id

),

printed as (

    select
        spoken.article_id,
        spoken.outlet,
        spoken.published_date,
        spoken.speaker_name,
        spoken.quote_text,
        coalesce(within.utterance_id, spoken.utterance_id) as utterance_id

    from spoken

    left join within
        on spoken.quote_id = within.quote_id

)

select
    printed.utterance_id,
    min_by(printed.quote_text, (len(printed.quote_text), printed.quote_text)) as quote_text,
    list_sort(
        list(distinct printed.speaker_name) filter (where printed.speaker_name is not null)
    ) as speaker_names,
    count(distinct printed.article_id) as article_count,
    list_sort(
        list(distinct printed.outlet) filter (where printed.outlet is not null)
    ) as outlets,
    min(printed.published_date) as first_published_date

from printed

group by printed.utterance_id

having count(distinct printed.article_id) > 1

order by article_count desc, printed.utterance_id asc
