-- Answers: which day of the week, 1 = Monday … 7 = Sunday, do words such as "on Thursday" name?
create macro weekday_number(said) as (
    nullif(
        list_position(
            ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
            left(
                regexp_extract(
                    lower(said),
                    '\b(mon|tues|wednes|thurs|fri|satur|sun)day\b'
                ),
                3
            )
        ),
        0
    )
)
