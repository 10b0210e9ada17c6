-- Grain:   one row per quantity of figures_default, in copies of an article as well.
-- Reads:   figures_default, quotes, articles, stories, identities.
-- Answers: which numbers were claimed, in every article that has them, copies included?
-- Columns: claim_low smallest value that the claim allows, NULL when it has no lower limit;
--          claim_high largest value that the claim allows, NULL when it has no upper limit;
--          subject_name canonical name of the entity that the figure is about;
--          asserted_by_name canonical name of the speaker of the quote that it stands in;
--          asserted_by whoever asserts it, by name or role, else the outlet in its own voice;
--          is_copy stands in a copy of another article.
select
    figures_default.figure_id,
    figures_default.article_id,
    figures_default.published_date,
    figures_default.month,
    articles.outlet,
    articles.headline,
    articles.source_url,
    articles.source_path,
    figures_default.surface,
    figures_default.start_char,
    figures_default.end_char,
    figures_default.kind,
    figures_default.value,
    figures_default.bound,
    figures_default.is_approximate,
    figures_default.modifier,
    figures_default.unit,
    figures_default.per_unit,
    figures_default.change,
    figures_default.change_role,
    figures_default.measured,
    figures_default.measured_head,
    figures_default.subject_entity_id,
    identities.canonical_name as subject_name,
    figures_default.quote_id,
    quotes.speaker_name as asserted_by_name,
    figures_default.asserted_by_entity_id,
    figures_default.asserted_by_role,
    quotes.relay_name,
    figures_default.confidence,
    case
        when figures_default.bound not in ('lt', 'le')
            then coalesce(figures_default.value_low, figures_default.value)
        else figures_default.value_low
    end as claim_low,
    case
        when figures_default.bound not in ('gt', 'ge')
            then coalesce(figures_default.value_high, figures_default.value)
        else figures_default.value_high
    end as claim_high,
    coalesce(
        quotes.speaker_name, figures_default.asserted_by_role, quotes.speaker_text, articles.outlet
    ) as asserted_by,
    coalesce(
        articles.is_copy, figures_default.article_id != stories.first_article_id, false
    ) as is_copy

from figures_default

inner join articles
    on figures_default.article_id = articles.article_id

left join stories
    on articles.story_id = stories.story_id

left join quotes
    on figures_default.quote_id = quotes.quote_id

left join identities
    on
        figures_default.subject_entity_id = identities.stated_entity_id
        and identities.article_id is null
