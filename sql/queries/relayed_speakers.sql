-- Grain:   one row per relay and speaker.
-- Reads:   statements.
-- Answers: who is relayed by whom: whose words reach the outlets through an agency or a paper?
-- Parameters: name part of the relay's name, every relay unless given.
-- Values:  name part of statements.relay_name.
select
    statements.relay_name,
    statements.speaker,
    count(*) as quote_count,
    count(distinct statements.outlet) as outlet_count,
    min(statements.published_date) as first_published_date,
    max(statements.published_date) as last_published_date

from statements

where
    statements.relay_name is not null
    and matches(statements.relay_name, getvariable('name')::varchar)

group by statements.relay_name, statements.speaker

order by
    quote_count desc,
    statements.relay_name asc,
    statements.speaker asc nulls last
