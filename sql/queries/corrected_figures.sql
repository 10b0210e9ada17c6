-- Grain:   one row per figure that its outlet corrected later.
-- Reads:   claims_all, _correction_lines.
-- Answers: which figures did an outlet correct, and to what?
--          A line of the later article says that it corrects something and has both figures. The
--          earlier article is the outlet's own and up to two months older.
-- Parameters: name part of the outlet's name, every outlet unless given.
-- Values:  name part of articles.outlet.
with

corrections as (

    select
        _correction_lines.article_id,
        _correction_lines.outlet,
        _correction_lines.published_date,
        _correction_lines.sentence

    from _correction_lines

    where matches(_correction_lines.outlet, getvariable('name')::varchar)

),

pairs as (

    select
        wrong.published_date,
        wrong.outlet,
        wrong.measured,
        wrong.surface,
        corrections.published_date as corrected_on,
        mended.surface as corrected_surface,
        corrections.sentence as correction,
        wrong.figure_id,
        min(mended.figure_id) as corrected_figure_id

    from corrections

    inner join claims_all as wrong
        on
            corrections.outlet = wrong.outlet
            and corrections.article_id != wrong.article_id
            and corrections.published_date - wrong.published_date between 0 and 62
            and names_number(corrections.sentence, wrong.surface, wrong.kind)

    inner join claims_all as mended
        on
            corrections.article_id = mended.article_id
            and wrong.kind = mended.kind
            and wrong.unit is not distinct from mended.unit
            and wrong.surface != mended.surface
            and names_number(corrections.sentence, mended.surface, mended.kind)

    where
        -- the article that was wrong does not state the right figure too
        not exists (
            select 1

            from claims_all as same_page

            where
                same_page.article_id = wrong.article_id
                and same_page.surface = mended.surface
        )
        -- a correction names the wrong figure as well, which is not what it was corrected to
        and not exists (
            select 1

            from claims_all as older

            where
                older.outlet = corrections.outlet
                and older.article_id != corrections.article_id
                and older.published_date between corrections.published_date - 62
                and corrections.published_date - 1
                and older.surface = mended.surface
                and older.measured_head is not distinct from wrong.measured_head
        )

    group by
        wrong.published_date,
        wrong.outlet,
        wrong.measured,
        wrong.surface,
        corrections.published_date,
        mended.surface,
        corrections.sentence,
        wrong.figure_id

)

select
    pairs.published_date,
    pairs.outlet,
    pairs.measured,
    pairs.surface,
    pairs.corrected_on,
    pairs.corrected_surface,
    pairs.correction,
    pairs.figure_id,
    pairs.corrected_figure_id

from pairs

order by
    pairs.published_date asc nulls last,
    pairs.figure_id asc,
    pairs.corrected_figure_id asc
