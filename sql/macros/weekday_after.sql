-- Answers: on which day does a weekday (1 = Monday) next come, after a given day?
create macro weekday_after(weekday, given_day) as (
    given_day + ((weekday - isodow(given_day) + 6) % 7 + 1)::integer
)
