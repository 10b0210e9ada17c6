-- Grain:   one row per pair of quantities that cannot both be true.
-- Reads:   claims, articles, newsmakers_all.
-- Answers: where do outlets or sources contradict each other about the same thing?
--          Two claims are about the same thing when they measure the same noun in the same unit, as
--          the same phrase ("dialysis patients") or of the same entity or with a word of their
--          clauses in common ("four people have died", "two are dead": people), and their articles
--          are near in time and name the same people, places or organisations. Within one article
--          they are the claims of two sources.
-- Columns: shared_words words that the clauses of both claims have, cut to five letters.
-- Parameters: days between the two articles at most, 1 unless told;
--             shared entities that both articles must name, 2 unless told;
--             name part of what is measured, everything unless told.
with

comparable as (

    select
        claims.figure_id,
        claims.article_id,
        claims.published_date,
        claims.outlet,
        claims.asserted_by,
        claims.surface,
        claims.measured,
        claims.measured_head,
        claims.kind,
        claims.start_char,
        claims.subject_entity_id,
        clause_words(articles.text, claims.start_char, claims.end_char) as words,
        case when claims.kind = 'count' then '' else coalesce(claims.unit, '') end as unit,
        coalesce(claims.per_unit, '') as per_unit,
        coalesce(claims.change, '') as direction,
        coalesce(claims.change_role, '') as direction_role,
        coalesce(claims.claim_low, '-infinity'::double) as claim_low,
        coalesce(claims.claim_high, 'infinity'::double) as claim_high

    from claims

    inner join articles
        on claims.article_id = articles.article_id

    where
        claims.measured_head is not null
        and claims.published_date is not null
        and not claims.is_copy
        and matches(claims.measured, getvariable('name')::varchar)

),

contradictions as (

    select
        earlier.published_date,
        later.published_date as other_published_date,
        earlier.measured_head,
        earlier.kind,
        earlier.outlet,
        earlier.asserted_by,
        earlier.surface,
        later.outlet as other_outlet,
        later.asserted_by as other_asserted_by,
        later.surface as other_surface,
        earlier.article_id,
        later.article_id as other_article_id,
        earlier.figure_id,
        later.figure_id as other_figure_id,
        list_sort(
            list_filter(
                list_intersect(earlier.words, later.words),
                -- word is no column
                lambda word: not starts_with(earlier.measured_head, word) -- noqa: RF02
            )
        ) as shared_words,
        (
            lower(earlier.measured) = lower(later.measured) and contains(earlier.measured, ' ')
        ) as is_same_phrase,
        coalesce(
            earlier.subject_entity_id = later.subject_entity_id, false
        ) as is_same_subject

    from comparable as earlier

    inner join comparable as later
        on
            earlier.measured_head = later.measured_head
            and earlier.kind = later.kind
            and earlier.unit = later.unit
            and earlier.per_unit = later.per_unit
            and earlier.direction = later.direction
            and earlier.direction_role = later.direction_role

    where
        (earlier.article_id != later.article_id or earlier.asserted_by != later.asserted_by)
        and (earlier.published_date, earlier.figure_id) < (later.published_date, later.figure_id)
        and later.published_date - earlier.published_date
        <= coalesce(getvariable('days')::integer, 1)
        and (earlier.claim_high < later.claim_low or later.claim_high < earlier.claim_low)

),

named as (

    select distinct
        newsmakers_all.article_id,
        newsmakers_all.entity_id

    from newsmakers_all

),

shared as (

    select
        pairs.article_id,
        pairs.other_article_id,
        count(*) as shared_count

    from (
        select distinct
            contradictions.article_id,
            contradictions.other_article_id

        from contradictions
    ) as pairs

    inner join named
        on pairs.article_id = named.article_id

    inner join named as other_named
        on
            pairs.other_article_id = other_named.article_id
            and named.entity_id = other_named.entity_id

    group by pairs.article_id, pairs.other_article_id

)

select
    contradictions.published_date,
    contradictions.measured_head,
    contradictions.outlet,
    contradictions.asserted_by,
    contradictions.surface,
    contradictions.other_published_date,
    contradictions.other_outlet,
    contradictions.other_asserted_by,
    contradictions.other_surface,
    contradictions.shared_words,
    shared.shared_count as shared_entities,
    contradictions.figure_id,
    contradictions.other_figure_id

from contradictions

inner join shared
    on
        contradictions.article_id = shared.article_id
        and contradictions.other_article_id = shared.other_article_id

where
    shared.shared_count >= coalesce(getvariable('shared')::integer, 2)
    and (
        contradictions.is_same_phrase
        or contradictions.is_same_subject
        or len(contradictions.shared_words) > 0
    )

order by
    contradictions.published_date asc,
    contradictions.measured_head asc,
    contradictions.figure_id asc,
    contradictions.other_figure_id asc
