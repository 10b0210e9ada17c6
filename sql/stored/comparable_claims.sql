-- Grain:   one row per quantity of claims whose text says what it measures.
-- Reads:   claims, articles, lexicon_words.
-- Answers: which numbers can be compared with one another, and by which words around them?
-- Columns: lowest smallest value that the claim allows, minus infinity without a lower limit;
--          highest largest value that the claim allows, infinity without an upper limit;
--          clause_words words of the claim's clause, cut to five letters, each once;
--          level_change how the value changed, NULL where the text states the level reached;
--          level_role the part of the change that the value is, NULL likewise;
--          is_part counts some of what the text has more of: "71 of the 92", "22 of them";
--          in_headline stands in the headline.
with

senses as (

    select map(list(lexicon_words.surface), list(lexicon_words.sense)) as sense_of

    from lexicon_words

    where lexicon_words.lexicon = 'clause_words'

)

-- all columns of claims, whichever they are
select
    claims.*, -- noqa: AM04
    coalesce(claims.claim_low, '-infinity'::double) as lowest,
    coalesce(claims.claim_high, 'infinity'::double) as highest,
    -- "rose to 5 percent" and "stands at 5 percent" state one level
    case when coalesce(claims.change_role, '') != 'to' then claims.change end as level_change,
    nullif(claims.change_role, 'to') as level_role,
    regexp_matches(
        substring(articles.text, claims.end_char + 1, 40),
        '^\s+of\s+(?:the|them|its|their|his|her|our|those|these|which|whom|\d)'
    )
    or contains(lower(claims.surface), ' of ') as is_part,
    coalesce(claims.start_char < articles.headline_end_char, false) as in_headline,
    clause_words(
        articles.text, claims.start_char, claims.end_char, senses.sense_of
    ) as clause_words

from claims

inner join articles
    on claims.article_id = articles.article_id

cross join senses

where
    claims.measured_head is not null
    and claims.stance = 'asserts'
