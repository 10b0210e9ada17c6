-- Answers: does a sentence have a figure as written or, of a count, at least its number? "There are
--          2,500 of the jobs" names "2,500 jobs".
create macro names_number(sentence, surface, kind) as (
    contains(sentence, surface)
    or (
        kind = 'count'
        and coalesce(
            list_contains(
                regexp_extract_all(sentence, '\d[\d,.]*\d|\d'),
                nullif(regexp_extract(surface, '\d[\d,.]*\d|\d'), '')
            ),
            false
        )
    )
)
