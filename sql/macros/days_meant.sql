-- Answers: which first and last day do words such as "on Thursday", "last month" or "two weeks ago"
--          mean in an article of a given date? NULL for words that name no day.
-- A bare weekday is the latest one up to the article's own day, because news reports what has
-- happened; "next" and "coming" ones lie after that day. Weeks begin on Monday.
-- Reads: weekday_number, weekday_after, weekday_up_to, period_around, days_counted, small_number
create macro days_meant(said, published_date) as (
    case
        when published_date is null then null
        when regexp_matches(lower(said), '\b(today|tonight|this (morning|afternoon|evening))\b')
            then { 'first_day': published_date, 'last_day': published_date }
        when regexp_matches(lower(said), '\bday before yesterday\b')
            then { 'first_day': published_date - 2, 'last_day': published_date - 2 }
        when regexp_matches(lower(said), '\b(yesterday|last night)\b')
            then { 'first_day': published_date - 1, 'last_day': published_date - 1 }
        when regexp_matches(lower(said), '\bday after tomorrow\b')
            then { 'first_day': published_date + 2, 'last_day': published_date + 2 }
        when regexp_matches(lower(said), '\btomorrow\b')
            then { 'first_day': published_date + 1, 'last_day': published_date + 1 }
        when
            weekday_number(said) is not null
            and regexp_matches(lower(said), '\b(next|coming)\b')
            then {
                'first_day': weekday_after(weekday_number(said), published_date),
                'last_day': weekday_after(weekday_number(said), published_date)
            }
        when
            weekday_number(said) is not null
            and regexp_matches(lower(said), '\b(last|past|previous)\b')
            then {
                'first_day': weekday_up_to(weekday_number(said), published_date - 1),
                'last_day': weekday_up_to(weekday_number(said), published_date - 1)
            }
        when weekday_number(said) is not null
            then {
                'first_day': weekday_up_to(weekday_number(said), published_date),
                'last_day': weekday_up_to(weekday_number(said), published_date)
            }
        when
            regexp_matches(lower(said), '\b(last|this|next) (week|month|year)\b')
            then period_around(
                regexp_extract(lower(said), '\b(last|this|next) (week|month|year)\b', 2),
                list_position(
                    ['last', 'this', 'next'],
                    regexp_extract(lower(said), '\b(last|this|next) (week|month|year)\b', 1)
                ) - 2,
                published_date
            )
        when days_counted(said) is not null
            then {
                'first_day': published_date - days_counted(said),
                'last_day': published_date - days_counted(said)
            }
        when
            small_number(
                regexp_extract(lower(said), '\b(\w+) (month|year)s? ago\b', 1)
            ) is not null
            then period_around(
                regexp_extract(lower(said), '\b\w+ (month|year)s? ago\b', 1),
                -small_number(regexp_extract(lower(said), '\b(\w+) (month|year)s? ago\b', 1)),
                published_date
            )
    end
)
