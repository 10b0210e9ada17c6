-- Grain:   one row per entity of the news, after all decisions about ids; a story counts once.
-- Reads:   entity_counts.
-- Answers: who and what is named, in which spellings, how often and when?
-- all other columns of entity_counts, whichever they are; `exclude` takes bare names
select entity_counts.* exclude (counts_copies) -- noqa: AM04, RF03

from entity_counts

where not entity_counts.counts_copies
