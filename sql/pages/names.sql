-- Grain:   one row per entity of the news, after all decisions about ids; a story counts once.
-- Reads:   entity_index.
-- Answers: which people, organisations and places make the news?
-- Parameters: words every one of them in the name or in one of its spellings;
--             type its type.
-- Values:  type entity_index.entity_type.
-- Columns: spellings every spelling, most frequent first, in one text.
select
    entity_index.canonical_name,
    entity_index.entity_type,
    entity_index.mention_count,
    entity_index.article_count,
    entity_index.first_published_date,
    entity_index.last_published_date,
    entity_index.entity_id,
    array_to_string([variant.surface for variant in entity_index.variants], ' · ') as spellings

from entity_index

where
    holds(
        concat_ws(
            ' ',
            entity_index.canonical_name,
            array_to_string([variant.surface for variant in entity_index.variants], ' ')
        ),
        getvariable('words')::varchar[]
    )
    and entity_index.entity_type
    = coalesce(getvariable('type')::varchar, entity_index.entity_type)

order by
    entity_index.article_count desc,
    entity_index.mention_count desc,
    entity_index.entity_id asc
