-- Returns mentions, quotes, figures and rejected numbers whose ordinal leaves a gap or goes back in
-- the text, and those other than quotes that overlap the one before; quotes may stand in one
-- another.
with

ordered as (

    select
        'entities' as table_name,
        entities.mention_id as row_id,
        entities.article_id,
        entities.mention_index as ordinal,
        entities.start_char,
        entities.end_char

    from entities

    union all

    select
        'figures' as table_name,
        figures.figure_id as row_id,
        figures.article_id,
        figures.figure_index as ordinal,
        figures.start_char,
        figures.end_char

    from figures

    union all

    select
        'rejected_numbers' as table_name,
        rejected_numbers.rejected_id as row_id,
        rejected_numbers.article_id,
        rejected_numbers.rejected_index as ordinal,
        rejected_numbers.start_char,
        rejected_numbers.end_char

    from rejected_numbers

    union all

    select
        'quotes' as table_name,
        quotes.quote_id as row_id,
        quotes.article_id,
        quotes.quote_index as ordinal,
        quotes.start_char,
        quotes.start_char as end_char

    from quotes

),

neighbours as (

    select
        ordered.table_name,
        ordered.row_id,
        ordered.ordinal,
        ordered.start_char,
        coalesce(lag(ordered.ordinal) over (
            partition by ordered.table_name, ordered.article_id
            order by ordered.ordinal asc
        ), -1) as previous_ordinal,
        lag(ordered.end_char) over (
            partition by ordered.table_name, ordered.article_id
            order by ordered.ordinal asc
        ) as previous_end

    from ordered

)

select
    neighbours.table_name,
    neighbours.row_id,
    neighbours.ordinal,
    neighbours.start_char,
    neighbours.previous_end

from neighbours

where
    neighbours.ordinal != neighbours.previous_ordinal + 1
    or neighbours.start_char < neighbours.previous_end

order by neighbours.table_name asc, neighbours.row_id asc
