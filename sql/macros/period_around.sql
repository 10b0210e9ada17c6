-- Answers: which first and last day has the week, month or year so many away from that of a day?
create macro period_around(unit, away, given_day) as (
    case unit
        when 'week'
            then
                {
                    'first_day': (date_trunc('week', given_day) + to_weeks(away::integer))::date,
                    'last_day': (date_trunc('week', given_day) + to_weeks(away::integer))::date + 6
                }
        when 'month'
            then
                {
                    'first_day': (date_trunc('month', given_day) + to_months(away::integer))::date,
                    'last_day': last_day(
                        (date_trunc('month', given_day) + to_months(away::integer))::date
                    )
                }
        when 'year' then {
            'first_day': (date_trunc('year', given_day) + to_years(away::integer))::date,
            'last_day': (date_trunc('year', given_day) + to_years(away::integer + 1))::date - 1
        }
    end
)
