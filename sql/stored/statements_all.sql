-- Grain:   one row per quote that is said or written, in copies of an article as well.
-- Reads:   quotes, articles, identities.
-- Answers: who said what, in every article that has it, copies included?
-- Columns: is_copy stands in a copy of another article;
--          speaker_entity_id the speaker, after all decisions about ids;
--          speaker_name what that entity is called;
--          canonical_name the same, by the name that it has in other views;
--          speaker whoever said it: by name, else by role, else as written;
--          source_kind how the source is given: named, role, unresolved or none;
--          stance what the speaker does with the words: asserts, denies, doubts or asks; declines
--          to say them; supposes that they were said.
select
    quotes.quote_id,
    quotes.article_id,
    quotes.published_date,
    articles.outlet,
    articles.headline,
    articles.source_url,
    articles.source_path,
    quotes.is_headline,
    quotes.quote_type,
    quotes.attribution_kind,
    quotes.quote_text,
    quotes.start_char,
    quotes.end_char,
    quotes.speaker_text,
    quotes.speaker_role,
    quotes.cue_text,
    quotes.cue_lemma,
    quotes.cue_negated,
    quotes.stance,
    quotes.stance_text,
    quotes.relay_name,
    quotes.relay_entity_id,
    quotes.attribution_chain,
    quotes.utterance_id,
    quotes.parent_quote_id,
    quotes.speaker_confidence,
    quotes.confidence,
    len(quotes.segments)::integer as segment_count,
    quotes.segments[1].start_char as segment_1_start_char,
    quotes.segments[1].end_char as segment_1_end_char,
    quotes.segments[2].start_char as segment_2_start_char,
    quotes.segments[2].end_char as segment_2_end_char,
    quotes.segments[3].start_char as segment_3_start_char,
    quotes.segments[3].end_char as segment_3_end_char,
    coalesce(
        here.entity_id, everywhere.entity_id, quotes.speaker_entity_id
    ) as speaker_entity_id,
    coalesce(
        here.canonical_name, everywhere.canonical_name, quotes.speaker_name
    ) as speaker_name,
    coalesce(
        here.canonical_name, everywhere.canonical_name, quotes.speaker_name
    ) as canonical_name,
    coalesce(
        here.canonical_name,
        everywhere.canonical_name,
        quotes.speaker_name,
        quotes.speaker_role,
        quotes.speaker_text
    ) as speaker,
    case
        when quotes.speaker_name is not null then 'named'
        when quotes.speaker_role is not null then 'role'
        when quotes.speaker_text is not null then 'unresolved'
        else 'none'
    end as source_kind,
    excerpt(articles.text, quotes.start_char, quotes.end_char, 60) as in_context,
    coalesce(articles.is_copy, false) as is_copy

from quotes

inner join articles
    on quotes.article_id = articles.article_id

left join identities as everywhere
    on
        quotes.speaker_entity_id = everywhere.stated_entity_id
        and everywhere.article_id is null

left join identities as here
    on
        quotes.speaker_entity_id = here.stated_entity_id
        and quotes.article_id = here.article_id

where quotes.attribution_kind in ('speech', 'writing')
