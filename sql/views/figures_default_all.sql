-- Grain:   one row per quantity, in copies of an article as well, without ranks and without repeats
--          of the same line of a page.
-- Reads:   figures, articles, stories.
-- Answers: which numbers are printed, each once a page even if its caption stands there twice?
-- Columns: is_copy stands in a copy of another article.
with

lines as (

    select
        articles.article_id,
        articles.text,
        unnest(articles.zones) as place

    from articles

),

placed as (

    select
        figures.figure_id,
        figures.article_id,
        figures.figure_index,
        figures.start_char - lines.place.start_char as place_in_line,
        substring(
            lines.text,
            lines.place.start_char + 1,
            lines.place.end_char - lines.place.start_char
        ) as line_text

    from figures

    inner join lines
        on
            figures.article_id = lines.article_id
            and figures.start_char >= lines.place.start_char
            and figures.start_char < lines.place.end_char

),

repeats as (

    select placed.figure_id

    from placed

    qualify row_number() over (
        partition by placed.article_id, placed.line_text, placed.place_in_line
        order by placed.figure_index asc
    ) > 1

)

-- all columns of figures, whichever they are: they are listed once, in the schema
select
    figures.*, -- noqa: AM04
    coalesce(
        articles.is_copy, figures.article_id != stories.first_article_id, false
    ) as is_copy

from figures

inner join articles
    on figures.article_id = articles.article_id

left join stories
    on articles.story_id = stories.story_id

where
    figures.kind != 'rank'
    and figures.figure_id not in (select repeats.figure_id from repeats)
