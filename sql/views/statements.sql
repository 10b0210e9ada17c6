-- Grain:   one row per quote that is said or written, not merely thought; of a story,
--          those of its original.
-- Reads:   statements_all.
-- Answers: who said what, when, where, and who passed it on?
-- all columns of statements_all, whichever they are
select statements_all.* -- noqa: AM04

from statements_all

where not statements_all.is_copy
