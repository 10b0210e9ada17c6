-- Answers: what does the text say at a span, with so many characters around it, on one line?
create macro excerpt(content, start_char, end_char, around) as (
    regexp_replace(
        substring(
            content,
            greatest(start_char - around, 0) + 1,
            end_char + around - greatest(start_char - around, 0)
        ),
        '\s+',
        ' ',
        'g'
    )
)
