-- Grain:   one row per entity of the news and way of counting, after all decisions about ids.
-- Reads:   entity_index, entity_index_all.
-- Answers: who and what is named, in which spellings, how often, with and without copies?
-- Columns: counts_copies whether the numbers are those of every copy of a story.
-- all columns of both, which are alike
select
    false as counts_copies,
    entity_index.* -- noqa: AM04

from entity_index

union all

select
    true as counts_copies,
    entity_index_all.* -- noqa: AM04

from entity_index_all
