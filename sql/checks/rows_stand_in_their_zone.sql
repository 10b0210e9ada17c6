-- Returns mentions, figures and rejected numbers that begin in a zone of another kind than they
-- say, or in none. The credit of a picture stands in its caption.
with

placed as (

    select
        entities.mention_id as row_id,
        entities.article_id,
        entities.start_char,
        if(entities.zone = 'credit', 'caption', entities.zone) as zone -- noqa: RF04

    from entities

    union all

    select
        figures.figure_id as row_id,
        figures.article_id,
        figures.start_char,
        figures.zone

    from figures

    union all

    select
        rejected_numbers.rejected_id as row_id,
        rejected_numbers.article_id,
        rejected_numbers.start_char,
        rejected_numbers.zone

    from rejected_numbers

),

zones as (

    select
        articles.article_id,
        unnest(articles.zones) as place

    from articles

)

select
    placed.row_id,
    placed.start_char,
    placed.zone

from placed

left join zones
    on
        placed.article_id = zones.article_id
        and placed.zone = zones.place.kind
        and placed.start_char >= zones.place.start_char
        and placed.start_char < zones.place.end_char

where zones.article_id is null

order by placed.row_id asc
