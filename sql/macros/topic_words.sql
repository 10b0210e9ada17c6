-- Answers: which words of a text say what it is about? Each once, cut to five letters, so that
--          "promise" and "promised" are one; `stops` are the words that say nothing about a topic.
create macro topic_words(content, stops) as (
    list_distinct(
        list_transform(
            list_filter(
                regexp_extract_all(lower(content), '[\p{L}\p{N}]+'),
                lambda word: len(word) > 1 and not list_contains(stops, word)
            ),
            lambda word: left(word, 5)
        )
    )
)
