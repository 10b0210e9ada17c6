-- Answers: on which day was a weekday (1 = Monday) last, up to and with a given day?
create macro weekday_up_to(weekday, given_day) as (
    given_day - ((isodow(given_day) - weekday + 7) % 7)::integer
)
