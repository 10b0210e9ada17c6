-- Answers: does a text hold every one of these words and phrases, whatever their case and accents?
--          Every text does when none were asked for.
create macro holds(stated, words) as (
    words is null
    or coalesce(
        list_bool_and([
            contains(lower(strip_accents(stated)), lower(strip_accents(word)))
            for word in words
        ]),
        len(words) = 0
    )
)
