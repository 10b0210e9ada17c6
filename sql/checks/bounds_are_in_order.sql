-- Returns figures whose bounds are crossed, ranges without both bounds or with a value, and figures
-- of another kind than ranges and vague ones without a value. A score ("17-12") names its sides in
-- any order.
-- Reach: document.
select
    figures.figure_id,
    figures.bound,
    figures.value,
    figures.value_low,
    figures.value_high

from figures

where
    (figures.value_low > figures.value_high and figures.kind != 'score')
    or figures.value < figures.value_low
    or figures.value > figures.value_high
    or (
        figures.bound = 'range'
        and (
            figures.value is not null
            or figures.value_low is null
            or figures.value_high is null
        )
    )
    or (figures.bound not in ('range', 'vague') and figures.value is null)

order by figures.figure_id asc
