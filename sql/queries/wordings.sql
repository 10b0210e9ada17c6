-- Grain:   one row per pair of wordings in different articles.
-- Reads:   statements, lexicon_words.
-- Answers: which statements of one speaker are quoted in different wordings?
--          Most of their words are the same, or most of the words that say what they are about:
--          three at least, or two in articles of the same days. One of the two at least is
--          quoted; where one only quotes more of the same words, same_words_elsewhere has them.
-- Columns: share_in_common share of all their words that both have.
-- Parameters: name part of the speaker's name, everybody unless given;
--             alike share of all words in common, unless given 0.6 or 0.6 of the shorter one's
--             words that say what it is about.
-- Values:  name part of statements.speaker_name;
--          alike 0.0 to 1.0.
with

stops as (

    select list(lexicon_words.surface) as words

    from lexicon_words

    where lexicon_words.lexicon in ('function_words', 'pronouns', 'pronoun_forms')

),

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
        statements.quote_type in ('direct', 'mixed') as is_quoted,
        words_said(statements.quote_text, 'direct') as all_words,
        list_distinct(
            regexp_extract_all(lower(statements.quote_text), '[\p{L}\p{N}]+')
        ) as words,
        topic_words(statements.quote_text, stops.words) as topics

    from statements

    cross join stops

    where
        statements.speaker_entity_id is not null
        and not statements.cue_negated
        and not statements.is_headline
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
        worded.is_quoted and twins.is_quoted as are_quoted,
        len(list_intersect(worded.words, twins.words))
        / len(list_distinct(list_concat(worded.words, twins.words))) as share_in_common,
        len(list_intersect(worded.topics, twins.topics)) as topics_in_common,
        least(len(worded.topics), len(twins.topics)) as topics_at_most,
        abs(twins.published_date - worded.published_date) <= 2 as is_soon

    from worded

    inner join worded as twins
        on
            worded.speaker_entity_id = twins.speaker_entity_id
            and worded.article_id != twins.article_id
            and worded.utterance_id is distinct from twins.utterance_id
            and worded.quote_id < twins.quote_id
            and not contains(worded.all_words, twins.all_words)
            and not contains(twins.all_words, worded.all_words)

    where worded.is_quoted or twins.is_quoted

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

where
    (
        pairs.are_quoted
        and pairs.share_in_common >= coalesce(getvariable('alike')::double, 0.6)
    )
    or (
        getvariable('alike') is null
        and pairs.topics_in_common >= 0.6 * pairs.topics_at_most
        and (
            pairs.topics_in_common >= 3
            or (pairs.topics_in_common = 2 and coalesce(pairs.is_soon, false))
        )
    )

order by
    pairs.share_in_common desc,
    pairs.quote_id asc,
    pairs.other_quote_id asc
