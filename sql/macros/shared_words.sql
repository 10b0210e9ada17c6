-- Answers: which words do the clauses of two claims share, beside the noun that both measure?
create macro shared_words(measured_head, words, other_words) as (
    list_sort(
        list_filter(
            list_intersect(words, other_words),
            lambda word: not starts_with(measured_head, word)
        )
    )
)
