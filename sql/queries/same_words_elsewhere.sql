-- Grain:   one row per utterance that more than one article quotes, copies included.
-- Reads:   statements.
-- Answers: which words went round, who said them, and who printed them?
select
    statements.utterance_id,
    min(statements.quote_text) as quote_text,
    list_sort(
        list(distinct statements.speaker_name) filter (where statements.speaker_name is not null)
    ) as speaker_names,
    count(distinct statements.article_id) as article_count,
    list_sort(
        list(distinct statements.outlet) filter (where statements.outlet is not null)
    ) as outlets,
    min(statements.published_date) as first_published_date

from statements

where statements.utterance_id is not null

group by statements.utterance_id

having count(distinct statements.article_id) > 1

order by article_count desc, statements.utterance_id asc
