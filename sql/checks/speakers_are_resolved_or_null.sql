-- Returns quotes with a speaker that is called unresolved, or an entity without a name.
-- Reach: document.
select
    quotes.quote_id,
    quotes.speaker_resolution,
    quotes.speaker_entity_id,
    quotes.speaker_name

from quotes

where
    (quotes.speaker_entity_id is not null and quotes.speaker_name is null)
    or (
        quotes.speaker_resolution = 'unresolved'
        and (quotes.speaker_entity_id is not null or quotes.speaker_name is not null)
    )

order by quotes.quote_id asc
