-- Grain:   one row per quantity of figures_default, with whoever asserts it; of a story's copies,
--          those of the original.
-- Reads:   claims_all.
-- Answers: which numbers were claimed, by whom, about what, and where?
-- all columns of claims_all, whichever they are
select claims_all.* -- noqa: AM04

from claims_all

where not claims_all.is_copy
