-- Returns quotes without segments, with segments that overlap or are out of order, or whose
-- envelope is not exactly that of the segments.
-- Reach: document.
with

segments as (

    select
        quotes.quote_id,
        quotes.start_char,
        quotes.end_char,
        unnest(quotes.segments).start_char as segment_start,
        unnest(quotes.segments).end_char as segment_end,
        generate_subscripts(quotes.segments, 1) as place

    from quotes

),

neighbours as (

    select
        segments.quote_id,
        segments.start_char,
        segments.end_char,
        segments.segment_start,
        segments.segment_end,
        lag(segments.segment_end) over (
            partition by segments.quote_id
            order by segments.place asc
        ) as previous_end

    from segments

),

summaries as (

    select
        neighbours.quote_id,
        min(neighbours.segment_start) as first_start,
        max(neighbours.segment_end) as last_end,
        bool_or(neighbours.segment_start < neighbours.previous_end) as is_disordered

    from neighbours

    group by neighbours.quote_id

)

select
    quotes.quote_id,
    quotes.start_char,
    quotes.end_char,
    quotes.segments

from quotes

left join summaries
    on quotes.quote_id = summaries.quote_id

where
    summaries.quote_id is null
    or summaries.is_disordered
    or summaries.first_start != quotes.start_char
    or summaries.last_end != quotes.end_char

order by quotes.quote_id asc
