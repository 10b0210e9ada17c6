-- Grain:   one row per entity of the news, after all decisions about ids; every copy of a story
--          counts.
-- Reads:   entity_counts.
-- Answers: who and what is printed, in which spellings, how often, copies included?
-- all other columns of entity_counts, whichever they are; `exclude` takes bare names
select entity_counts.* exclude (counts_copies) -- noqa: AM04, RF03

from entity_counts

where entity_counts.counts_copies
