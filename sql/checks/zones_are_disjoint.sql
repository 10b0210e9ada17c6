-- Returns zones that begin before the zone listed before them ends.
-- Reach: document.
with

zones as (

    select
        articles.article_id,
        unnest(articles.zones) as place,
        generate_subscripts(articles.zones, 1) as ordinal

    from articles

),

neighbours as (

    select
        zones.article_id,
        zones.ordinal,
        zones.place,
        lag(zones.place) over (
            partition by zones.article_id
            order by zones.ordinal asc
        ) as previous

    from zones

)

select
    neighbours.article_id,
    neighbours.previous,
    neighbours.place

from neighbours

where neighbours.place.start_char < neighbours.previous.end_char

order by neighbours.article_id asc, neighbours.ordinal asc
