-- Grain:   one row per quantity of figures_default_all; of a story's copies, those of the original.
-- Reads:   figures_default_all.
-- Answers: which numbers are stated, each once even if its story is printed by many outlets?
-- all columns of figures_default_all, whichever they are
select figures_default_all.* -- noqa: AM04

from figures_default_all

where not figures_default_all.is_copy
