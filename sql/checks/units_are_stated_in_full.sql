-- Returns figures with an SI value but no SI unit, or the reverse, and figures that assume a unit
-- without having one.
-- Reach: document.
select
    figures.figure_id,
    figures.value_si,
    figures.unit_si,
    figures.unit,
    figures.unit_assumed

from figures

where
    (figures.value_si is null) != (figures.unit_si is null)
    or (figures.unit_assumed and figures.unit is null)

order by figures.figure_id asc
