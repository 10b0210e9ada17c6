-- Grain:   one row per statement whose source stays unnamed; refusals to speak left out.
-- Reads:   statements, quotes, lexicon_words.
-- Answers: what was said by somebody whom the article does not name?
-- "A", "two" and "some" introduce somebody, and nobody names him. "The minister" is a person whom
-- readers know, unless "a minister" came before; so is "Ketland's minister", but not "Ketland's
-- lawyer". Officials without a word before them are somebody; the police, a union, a court and a
-- report are not.
with

senses as (

    select
        map(
            list(lexicon_words.surface) filter (where lexicon_words.lexicon = 'source_words'),
            list(lexicon_words.sense) filter (where lexicon_words.lexicon = 'source_words')
        ) as word_of,
        map(
            list(lexicon_words.surface) filter (where lexicon_words.lexicon = 'role_nouns'),
            list(lexicon_words.sense) filter (where lexicon_words.lexicon = 'role_nouns')
        ) as noun_of,
        map(
            list(lexicon_words.surface) filter (where lexicon_words.lexicon = 'person_nouns'),
            list(lexicon_words.lexicon) filter (where lexicon_words.lexicon = 'person_nouns')
        ) as person_of

    from lexicon_words

),

described as (

    select
        statements.quote_id,
        statements.article_id,
        statements.start_char,
        words_of_role(statements.speaker_role) as words

    from statements

    inner join quotes
        on statements.quote_id = quotes.quote_id

    where
        statements.source_kind = 'role'
        and not statements.cue_negated
        and quotes.speaker_form != 'document'

),

classed as (

    select
        described.quote_id,
        described.article_id,
        described.start_char,
        described.words,
        classes_of_nouns(described.words, senses.word_of) as words_as,
        classes_of_nouns(described.words, senses.noun_of) as nouns_as,
        classes_of_nouns(described.words, senses.person_of) as persons_as

    from described

    cross join senses

),

judged as (

    select
        classed.quote_id,
        classed.article_id,
        classed.start_char,
        classed.words[1] as opening,
        classed.words[-1] as noun,
        classed.words_as[1] as opens,
        classed.words_as[-1] as ends,
        list_has_any(classed.words_as, ['person', 'beside'])
        or list_contains(classed.nouns_as, 'person')
        or list_contains(classed.persons_as, 'person_nouns') as has_person,
        list_contains(classed.nouns_as, 'collective') as has_body,
        coalesce(classed.words_as[-1] in ('person', 'beside'), false)
        or coalesce(classed.nouns_as[-1] = 'person', false)
        or classed.persons_as[-1] is not null as is_person,
        is_possessive(classed.words) or coalesce(classed.words_as[1] = 'whose', false) as is_owned

    from classed

),

introduced as (

    select
        judged.article_id,
        judged.noun,
        min(judged.start_char) as start_char

    from judged

    where judged.opens = 'any'

    group by judged.article_id, judged.noun

)

-- all columns of statements, whichever they are
select statements.* -- noqa: AM04

from statements

inner join judged
    on statements.quote_id = judged.quote_id

left join introduced
    on
        judged.article_id = introduced.article_id
        and judged.noun = introduced.noun
        and judged.start_char > introduced.start_char

where
    case
        when judged.opens = 'any' then judged.has_person or not judged.has_body
        when judged.opening = 'the' then judged.is_person and introduced.noun is not null
        when judged.is_owned then coalesce(judged.ends = 'beside', false)
        else judged.is_person and regexp_matches(judged.noun, '(s|men|people|crew|couple)$')
    end
