-- Grain:   one row per value that a person states and the engine of this version does not have.
-- Reads:   corrections.
-- Answers: what was the engine wrong in?
-- Columns: field what the value is; row, where there should be none or the engine had none;
--          said what the person states;
--          found what the engine had.
with

standing as (

    select
        corrections.correction_id,
        corrections.article_id,
        corrections.kind,
        corrections.surface,
        corrections.corrected_by,
        case
            when corrections.action = 'remove'
                then [
                    struct_pack(
                        field := 'row',
                        said := 'none',
                        found := corrections.surface,
                        agrees := false
                    )
                ]
            else corrections.fields
        end as entries

    from corrections

    where
        corrections.state = 'applied'
        and not corrections.agrees

),

stated as (

    select
        standing.correction_id,
        standing.article_id,
        standing.kind,
        standing.surface,
        standing.corrected_by,
        unnest(standing.entries) as entry

    from standing

)

select
    stated.kind,
    stated.entry.field,
    stated.entry.said,
    stated.entry.found,
    stated.surface as words,
    stated.corrected_by,
    stated.article_id

from stated

where not stated.entry.agrees

order by
    stated.kind,
    stated.correction_id,
    stated.entry.field
