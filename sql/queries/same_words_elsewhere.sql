-- Grain:   one row per utterance that more than one article quotes, copies included.
-- Reads:   statements_all.
-- Answers: which words went round, who said them, and who printed them?
select
    statements_all.utterance_id,
    min(statements_all.quote_text) as quote_text,
    list_sort(
        list(distinct statements_all.speaker_name)
        filter (where statements_all.speaker_name is not null)
    ) as speaker_names,
    count(distinct statements_all.article_id) as article_count,
    list_sort(
        list(distinct statements_all.outlet) filter (where statements_all.outlet is not null)
    ) as outlets,
    min(statements_all.published_date) as first_published_date

from statements_all

where statements_all.utterance_id is not null

group by statements_all.utterance_id

having count(distinct statements_all.article_id) > 1

order by article_count desc, statements_all.utterance_id asc
