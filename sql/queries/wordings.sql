-- Grain:   one row per pair of wordings in different articles.
-- Reads:   statements.
-- Answers: which statements of one speaker are quoted in different wordings?
-- Parameters: name part of the speaker's name, everybody unless given;
--             alike share of words in common, 0.6 unless given.
with

worded as (

    select
        statements.quote_id,
        statements.article_id,
        statements.published_date,
        statements.outlet,
        statements.speaker_name,
        statements.speaker_entity_id,
        statements.utterance_id,
        statements.quote_text,
        list_distinct(
            regexp_extract_all(lower(statements.quote_text), '[\p{L}\p{N}]+')
        ) as words

    from statements

    where
        statements.speaker_entity_id is not null
        and statements.utterance_id is not null
        and statements.quote_type in ('direct', 'mixed')
        and matches(statements.speaker_name, getvariable('name')::varchar)

),

pairs as (

    select
        worded.speaker_name,
        worded.published_date,
        worded.outlet,
        worded.quote_text,
        twins.published_date as other_published_date,
        twins.outlet as other_outlet,
        twins.quote_text as other_quote_text,
        worded.quote_id,
        twins.quote_id as other_quote_id,
        len(list_intersect(worded.words, twins.words))
        / len(list_distinct(list_concat(worded.words, twins.words))) as share_in_common

    from worded

    inner join worded as twins
        on
            worded.speaker_entity_id = twins.speaker_entity_id
            and worded.article_id != twins.article_id
            and worded.utterance_id != twins.utterance_id
            and worded.quote_id < twins.quote_id

)

select
    pairs.speaker_name,
    pairs.published_date,
    pairs.outlet,
    pairs.quote_text,
    pairs.other_published_date,
    pairs.other_outlet,
    pairs.other_quote_text,
    pairs.quote_id,
    pairs.other_quote_id,
    round(pairs.share_in_common, 2) as share_in_common

from pairs

where pairs.share_in_common >= coalesce(getvariable('alike')::double, 0.6)

order by
    pairs.share_in_common desc,
    pairs.quote_id asc,
    pairs.other_quote_id asc
