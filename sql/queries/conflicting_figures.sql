-- Grain:   one row per pair of quantities that cannot both be true.
-- Reads:   claims, entities.
-- Answers: where do outlets or sources contradict each other about the same thing?
--          Two claims are about the same thing when they count the same noun in the same unit, and
--          their articles are near in time and name the same people, places or organisations.
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
        coalesce(claims.unit, '') as unit,
        coalesce(claims.per_unit, '') as per_unit,
        coalesce(claims.change, '') as direction,
        coalesce(claims.change_role, '') as direction_role,
        coalesce(claims.claim_low, '-infinity'::double) as claim_low,
        coalesce(claims.claim_high, 'infinity'::double) as claim_high

    from claims

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
        later.figure_id as other_figure_id

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
        earlier.article_id != later.article_id
        and (earlier.published_date, earlier.figure_id) < (later.published_date, later.figure_id)
        and later.published_date - earlier.published_date
        <= coalesce(getvariable('days')::integer, 1)
        and (earlier.claim_high < later.claim_low or later.claim_high < earlier.claim_low)

),

named as (

    select distinct
        entities.article_id,
        entities.entity_id

    from entities

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
    shared.shared_count as shared_entities,
    contradictions.figure_id,
    contradictions.other_figure_id

from contradictions

inner join shared
    on
        contradictions.article_id = shared.article_id
        and contradictions.other_article_id = shared.other_article_id

where shared.shared_count >= coalesce(getvariable('shared')::integer, 2)

order by
    contradictions.published_date asc,
    contradictions.measured_head asc,
    contradictions.figure_id asc,
    contradictions.other_figure_id asc
