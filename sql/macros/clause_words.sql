-- Answers: which words stand in the clause of a span, so that two figures can be compared by what
--          they are about? The first five letters of each word in lower case, each once.
-- A clause ends at a mark, a line end, a conjunction or after 60 characters. `sense_of` maps a word
-- to what it stands for: "killed" to "dead", words that say nothing about the topic to ''.
create macro clause_words(content, start_char, end_char, sense_of) as (
    list_distinct(
        list_filter(
            list_transform(
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
                lambda word: coalesce(sense_of[word], left(word, 5))
            ),
            lambda word: word != ''
        )
    )
)
