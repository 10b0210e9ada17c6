-- Returns quotes whose chain has a gap or a level twice, or whose relay is not in it, or that have
-- a chain beyond the speaker without a relay.
-- Reach: document.
with

levels as (

    select
        quotes.quote_id,
        quotes.speaker_text,
        quotes.relay_name,
        list_sort([link.level for link in quotes.attribution_chain]) as found

    from quotes

)

select
    levels.quote_id,
    levels.found,
    levels.relay_name

from levels

where
    (len(levels.found) > 0 and levels.found[1] not in (0, 1))
    or len(list_distinct(levels.found)) < len(levels.found)
    or levels.found[-1] - levels.found[1] >= len(levels.found)
    or (levels.relay_name is null) != (coalesce(levels.found[-1], 0) = 0)

order by levels.quote_id asc
