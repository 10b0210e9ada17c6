-- Answers: how many days do "three days ago" and "two weeks ago" count?
-- Reads: small_number
create macro days_counted(said) as (
    small_number(regexp_extract(lower(said), '\b(\w+) (day|week)s? ago\b', 1))
    * case
        when regexp_matches(lower(said), '\bweeks? ago\b') then 7
        else 1
    end
)
