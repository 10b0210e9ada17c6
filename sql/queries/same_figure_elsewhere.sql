-- Grain:   one row per quantity that more than one outlet states, copies left out.
-- Reads:   claims, articles, newsmakers_all.
-- Answers: which numbers travel: the same value of the same thing in several outlets?
--          "Two ships" here and there may be other ships. Claims of one value and noun count only
--          when another outlet's claim measures the same phrase or the same entity, has a word of
--          its clause in common, or is a large amount in an article that names the same people,
--          places or organisations.
-- Parameters: outlets fewest different outlets, 2 unless told;
--             large smallest amount that no two stories have by chance, 1000 unless told;
--             name part of what is measured, everything unless told.
with

comparable as (

    select
        claims.*, -- noqa: AM04
        coalesce(claims.unit, '') as stated_unit,
        coalesce(claims.per_unit, '') as stated_per_unit,
        coalesce(claims.claim_low, claims.claim_high) as amount,
        coalesce(claims.claim_low, '-infinity'::double) as lowest,
        coalesce(claims.claim_high, 'infinity'::double) as highest,
        clause_words(articles.text, claims.start_char, claims.end_char) as words

    from claims

    inner join articles
        on claims.article_id = articles.article_id

    where
        claims.measured_head is not null
        and not claims.is_copy
        and matches(claims.measured, getvariable('name')::varchar)

),

pairs as (

    select
        ours.figure_id,
        ours.article_id,
        theirs.article_id as other_article_id,
        ours.amount,
        (
            (lower(ours.measured) = lower(theirs.measured) and contains(ours.measured, ' '))
            or coalesce(ours.subject_entity_id = theirs.subject_entity_id, false)
            or len(
                list_filter(
                    list_intersect(ours.words, theirs.words),
                    -- word is no column
                    lambda word: not starts_with(ours.measured_head, word) -- noqa: RF02
                )
            ) > 0
        ) as is_alike

    from comparable as ours

    inner join comparable as theirs
        on
            ours.measured_head = theirs.measured_head
            and ours.kind = theirs.kind
            and ours.stated_unit = theirs.stated_unit
            and ours.stated_per_unit = theirs.stated_per_unit
            and ours.amount = theirs.amount
            and ours.lowest = theirs.lowest
            and ours.highest = theirs.highest
            and ours.outlet != theirs.outlet

),

named as (

    select distinct
        newsmakers_all.article_id,
        newsmakers_all.entity_id

    from newsmakers_all

),

related as (

    select
        sizeable.article_id,
        sizeable.other_article_id

    from (
        select distinct
            pairs.article_id,
            pairs.other_article_id

        from pairs

        where pairs.amount >= coalesce(getvariable('large')::double, 1000)
    ) as sizeable

    inner join named
        on sizeable.article_id = named.article_id

    inner join named as other_named
        on
            sizeable.other_article_id = other_named.article_id
            and named.entity_id = other_named.entity_id

    group by sizeable.article_id, sizeable.other_article_id

    having count(*) >= 2

),

travelling as (

    select pairs.figure_id

    from pairs

    left join related
        on
            pairs.article_id = related.article_id
            and pairs.other_article_id = related.other_article_id

    where
        pairs.is_alike
        or (
            related.article_id is not null
            and pairs.amount >= coalesce(getvariable('large')::double, 1000)
        )

)

select
    comparable.measured_head,
    comparable.unit,
    comparable.per_unit,
    comparable.kind,
    comparable.amount,
    count(distinct comparable.outlet) as outlet_count,
    count(distinct comparable.article_id) as article_count,
    count(distinct comparable.asserted_by) as asserter_count,
    bool_or(
        comparable.is_approximate or comparable.bound not in ('exact', 'range')
    ) as is_ever_hedged,
    min(comparable.published_date) as first_date,
    min_by(comparable.outlet, (comparable.published_date, comparable.figure_id)) as first_outlet,
    max(comparable.published_date) as last_date,
    min_by(comparable.surface, (comparable.published_date, comparable.figure_id)) as first_surface,
    min(comparable.figure_id) as example_figure_id

from comparable

where comparable.figure_id in (select travelling.figure_id from travelling)

group by
    comparable.measured_head,
    comparable.unit,
    comparable.per_unit,
    comparable.kind,
    comparable.amount,
    comparable.claim_low,
    comparable.claim_high

having count(distinct comparable.outlet) >= coalesce(getvariable('outlets')::integer, 2)

order by
    outlet_count desc,
    article_count desc,
    comparable.measured_head asc,
    comparable.amount asc nulls last,
    example_figure_id asc
