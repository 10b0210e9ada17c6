-- Returns dates whose place on the page lies outside every zone.
-- Reach: document.
with

candidates as (

    select
        articles.article_id,
        articles.zones,
        unnest(articles.date_candidates) as candidate

    from articles

)

select
    candidates.article_id,
    candidates.candidate

from candidates

where
    candidates.candidate.start_char is not null
    and not list_contains(
        [
            place.start_char <= candidate.start_char and candidate.end_char <= place.end_char
            for place in candidates.zones
        ],
        true
    )

order by candidates.article_id asc, candidates.candidate asc
