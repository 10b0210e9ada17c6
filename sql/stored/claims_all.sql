-- Grain:   one row per quantity, in copies of an article as well, without ranks and without repeats
--          of the same line of a page.
-- Reads:   figures, quotes, articles, identities.
-- Answers: which numbers were claimed, in every article that has them, copies included?
-- Columns: claim_low smallest value that the claim allows, NULL when it has no lower limit;
--          claim_high largest value that the claim allows, NULL when it has no upper limit;
--          subject_name canonical name of the entity that the figure is about;
--          asserted_by_name canonical name of the speaker of the quote that it stands in;
--          stance what is done with it: asserts, denies, doubts, asks, supposes or declines;
--          stance_of whoever takes that stance, by name or role, else the outlet;
--          asserted_by the same, where they claim it; NULL where they deny or doubt it, or did not
--          say it;
--          is_copy stands in a copy of another article.
with

lines as (

    select
        articles.article_id,
        articles.text,
        unnest(articles.zones) as place

    from articles

),

placed as (

    select
        figures.figure_id,
        figures.article_id,
        figures.figure_index,
        figures.start_char - lines.place.start_char as place_in_line,
        substring(
            lines.text,
            lines.place.start_char + 1,
            lines.place.end_char - lines.place.start_char
        ) as line_text

    from figures

    inner join lines
        on
            figures.article_id = lines.article_id
            and figures.start_char >= lines.place.start_char
            and figures.start_char < lines.place.end_char

),

repeats as (

    select placed.figure_id

    from placed

    qualify row_number() over (
        partition by placed.article_id, placed.line_text, placed.place_in_line
        order by placed.figure_index asc
    ) > 1

)

select
    printed.figure_id,
    printed.article_id,
    printed.published_date,
    articles.outlet,
    articles.headline,
    articles.source_url,
    articles.source_path,
    printed.surface,
    printed.start_char,
    printed.end_char,
    printed.kind,
    printed.value,
    printed.bound,
    printed.is_approximate,
    printed.modifier,
    printed.unit,
    printed.per_unit,
    printed.change,
    printed.change_role,
    printed.measured,
    printed.measured_head,
    printed.subject_entity_id,
    identities.canonical_name as subject_name,
    printed.quote_id,
    printed.stance,
    printed.stance_text,
    printed.asserted_by_entity_id,
    printed.asserted_by_role,
    quotes.relay_name,
    printed.confidence,
    excerpt(articles.text, printed.start_char, printed.end_char, 60) as in_context,
    coalesce(articles.is_copy, false) as is_copy,
    case
        when printed.bound not in ('lt', 'le')
            then coalesce(printed.value_low, printed.value)
        else printed.value_low
    end as claim_low,
    case
        when printed.bound not in ('gt', 'ge')
            then coalesce(printed.value_high, printed.value)
        else printed.value_high
    end as claim_high,
    case when is_claimed(printed.stance, quotes.stance) then quotes.speaker_name end
        as asserted_by_name,
    case
        when is_claimed(printed.stance, quotes.stance)
            then coalesce(
                quotes.speaker_name, printed.asserted_by_role, quotes.speaker_text, articles.outlet
            )
    end as asserted_by,
    coalesce(
        quotes.speaker_name, quotes.speaker_role, quotes.speaker_text, articles.outlet
    ) as stance_of

from figures as printed

inner join articles
    on printed.article_id = articles.article_id

left join quotes
    on printed.quote_id = quotes.quote_id

left join identities
    on
        printed.subject_entity_id = identities.stated_entity_id
        and identities.article_id is null

where
    printed.kind != 'rank'
    and printed.figure_id not in (select repeats.figure_id from repeats)
