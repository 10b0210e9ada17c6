-- Answers: which words stand in the clause of a span, so that two figures can be told to be about
--          one thing? The first five letters of each word in lower case that tells something, once.
-- A clause ends at a mark, a line end, a conjunction or after 60 characters; "killed", "died" and
-- "dead" are one word.
create macro clause_words(content, start_char, end_char) as (
    list_distinct(
        list_transform(
            list_filter(
                regexp_extract_all(
                    regexp_extract(
                        substring(
                            content,
                            greatest(start_char - 60, 0) + 1,
                            start_char - greatest(start_char - 60, 0)
                        ),
                        '(?s)(?:.*(?:[.,;:()•—–\n“”"‘]|\b(?:and|but|or|while|that|which)\b))?(.*)$',
                        1
                    )
                    || ' . '
                    || regexp_extract(
                        substring(content, end_char + 1, 60),
                        '(?s)^(.*?)(?:[.,;:()•—–\n“”"’]|\b(?:and|but|or|while|after|before)\b|$)',
                        1
                    ),
                    '\b[a-z]{3,}\b'
                ),
                lambda word: not regexp_matches(
                    word,
                    '^(a?bout|above|again|almost|already|also|among|another|are|around|been|being'
                    || '|could|each|every|for|from|had|has|have|having|her|here|him|his|how|into'
                    || '|its|just|least|less|many|may|might|more|most|much|nearly|new|not|now|one'
                    || '|only|other|our|out|over|people|per|rough|roughly|said|say|says|she|should'
                    || '|since|some|still|such|than|that|the|their|them|then|there|these|they|this'
                    || '|those|three|total|two|under|until|was|were|what|when|where|who|will|with'
                    || '|would|year|years|you)$'
                )
            ),
            lambda word: case
                when
                    regexp_matches(
                        word, '^(dead|deaths?|die[ds]?|dying|fatal|fatalities|kill(s|ed|ing)?)$'
                    )
                    then 'dead'
                else left(word, 5)
            end
        )
    )
)
