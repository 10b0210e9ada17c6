-- Grain:   one row per role under which unnamed sources speak, such as "a US official".
-- Reads:   unnamed_statements.
-- Answers: which unnamed sources are quoted, how often and by how many outlets?
-- Parameters: name part of the role, every role unless given.
-- Values:  name part of unnamed_statements.speaker_role.
select
    lower(unnamed_statements.speaker_role) as speaker_role,
    count(*) as quote_count,
    count(distinct unnamed_statements.outlet) as outlet_count,
    min(unnamed_statements.published_date) as first_published_date,
    max(unnamed_statements.published_date) as last_published_date

from unnamed_statements

where matches(unnamed_statements.speaker_role, getvariable('name')::varchar)

group by lower(unnamed_statements.speaker_role)

order by quote_count desc, speaker_role asc
