-- Grain:   one row per role under which unnamed sources speak, such as "a US official".
-- Reads:   statements.
-- Answers: which unnamed sources are quoted, how often and by how many outlets?
-- Parameters: name part of the role, every role unless given.
select
    lower(statements.speaker_role) as speaker_role,
    count(*) as quote_count,
    count(distinct statements.outlet) as outlet_count,
    min(statements.published_date) as first_published_date,
    max(statements.published_date) as last_published_date

from statements

where
    statements.source_kind = 'role'
    and matches(statements.speaker_role, getvariable('name')::varchar)

group by lower(statements.speaker_role)

order by quote_count desc, speaker_role asc
