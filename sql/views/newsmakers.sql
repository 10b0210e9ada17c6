-- Grain:   one row per mention in the news itself; of a story's copies, those of the original.
-- Reads:   newsmakers_all.
-- Answers: who and what makes the news, each story counted once?
-- all columns of newsmakers_all, whichever they are
select newsmakers_all.* -- noqa: AM04

from newsmakers_all

where not newsmakers_all.is_copy
