-- Grain:   one row per quantity that more than one outlet states, copies left out.
-- Reads:   comparable_claims, article_entities, claims.
-- Answers: which numbers travel: the same value of the same thing in several outlets?
--          "Two ships" here and there may be other ships. Claims of one value and noun count only
--          when another outlet's claim measures the same phrase or the same entity, has a word of
--          its clause in common, or is a large amount in an article that names the same people,
--          places or organisations.
-- Parameters: outlets fewest different outlets, 2 unless given;
--             large smallest amount that no two stories have by chance, 1000 unless given;
--             name part of what is measured, everything unless given.
-- Values:  outlets 1 or more;
--          large 0.0 or more;
--          name part of claims.measured.
with

pairs as (

    select
        ours.figure_id,
        ours.article_id,
        theirs.article_id as other_article_id,
        coalesce(ours.claim_low, ours.claim_high)
        >= coalesce(getvariable('large')::double, 1000) as is_large,
        same_phrase(ours.measured, theirs.measured)
        or coalesce(ours.subject_entity_id = theirs.subject_entity_id, false)
        or len(
            shared_words(ours.measured_head, ours.clause_words, theirs.clause_words)
        ) > 0 as is_alike

    from comparable_claims as ours

    inner join comparable_claims as theirs
        on
            ours.measured_head = theirs.measured_head
            and ours.kind = theirs.kind
            and ours.unit is not distinct from theirs.unit
            and ours.per_unit is not distinct from theirs.per_unit
            and ours.lowest = theirs.lowest
            and ours.highest = theirs.highest
            and ours.outlet != theirs.outlet

    where
        coalesce(ours.claim_low, ours.claim_high) is not null
        and matches(ours.measured, getvariable('name')::varchar)
        and matches(theirs.measured, getvariable('name')::varchar)

),

travelling as (

    select distinct pairs.figure_id

    from pairs

    inner join article_entities as here
        on pairs.article_id = here.article_id

    inner join article_entities as there
        on pairs.other_article_id = there.article_id

    where
        pairs.is_alike
        or (pairs.is_large and len(list_intersect(here.entity_ids, there.entity_ids)) >= 2)

)

select
    claims.measured_head,
    claims.unit,
    claims.per_unit,
    claims.kind,
    coalesce(claims.claim_low, claims.claim_high) as amount,
    count(distinct claims.outlet) as outlet_count,
    count(distinct claims.article_id) as article_count,
    count(distinct claims.asserted_by) as asserter_count,
    bool_or(claims.is_approximate or claims.bound not in ('exact', 'range')) as is_ever_hedged,
    min(claims.published_date) as first_date,
    min_by(claims.outlet, (claims.published_date, claims.figure_id)) as first_outlet,
    max(claims.published_date) as last_date,
    min_by(claims.surface, (claims.published_date, claims.figure_id)) as first_surface,
    min(claims.figure_id) as example_figure_id

from claims

inner join travelling
    on claims.figure_id = travelling.figure_id

group by
    claims.measured_head,
    claims.unit,
    claims.per_unit,
    claims.kind,
    claims.claim_low,
    claims.claim_high

having count(distinct claims.outlet) >= coalesce(getvariable('outlets')::integer, 2)

order by
    outlet_count desc,
    article_count desc,
    claims.measured_head asc,
    amount asc nulls last,
    example_figure_id asc
