-- Answers: which number do digits or words such as "two" and "a" stand for? Words up to twelve.
create macro small_number(word) as (
    coalesce(
        try_cast(word as integer),
        nullif(
            list_position(
                [
                    'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten',
                    'eleven', 'twelve'
                ],
                lower(word)
            ),
            0
        )::integer,
        case when lower(word) in ('a', 'an') then 1 end
    )
)
