-- Grain:   one row per quantity, in copies of an article as well, without ranks and without repeats
--          of the same line of a page.
-- Reads:   figures, claims_all.
-- Answers: which numbers are printed, each once a page even if its caption stands there twice?
-- Columns: is_copy stands in a copy of another article.
-- all columns of figures, whichever they are: they are listed once, in the schema
select
    figures.*, -- noqa: AM04
    claims_all.is_copy

from figures

inner join claims_all
    on figures.figure_id = claims_all.figure_id
