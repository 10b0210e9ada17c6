-- Grain:   one row per pair of quantities that cannot both be true.
-- Reads:   comparable_claims, article_entities, lexicon_words.
-- Answers: where do outlets or sources contradict each other about the same thing?
--          Two claims are about the same thing when they measure the same noun in the same unit, as
--          the same phrase ("dialysis patients") or of the same entity or with a word of their
--          clauses in common ("four people have died", "two are dead": people), and their articles
--          are near in time and name the same people, places or organisations. Within one article
--          they are the claims of two sources. A word in common is not enough when one amount is
--          more than three times the other, which counts something else. No word is needed when
--          amounts of twenty and more are close ("212 passengers", "230 passengers").
-- Columns: shared_words words that the clauses of both claims have, cut to five letters.
-- Parameters: days between the two articles at most, 1 unless given;
--             shared entities that both articles must name, 2 unless given;
--             name part of what is measured, everything unless given.
-- Values:  days 0 or more;
--          shared 0 or more;
--          name part of claims.measured.
with

-- each claim once for every day on which it may be contradicted, so that days are looked up
days_on as (

    select
        comparable_claims.figure_id,
        comparable_claims.published_date
        + unnest(range(coalesce(getvariable('days')::integer, 1) + 1))::integer as other_date

    from comparable_claims

    where not comparable_claims.is_part

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
        shared_words(
            earlier.measured_head, earlier.clause_words, later.clause_words
        ) as shared_words,
        same_phrase(earlier.measured, later.measured) as is_same_phrase,
        coalesce(earlier.subject_entity_id = later.subject_entity_id, false) as is_same_subject,
        greatest(earlier.lowest, later.lowest)
        / nullif(least(earlier.highest, later.highest), 0) as times,
        least(earlier.lowest, later.lowest) as smaller

    from comparable_claims as earlier

    inner join days_on
        on earlier.figure_id = days_on.figure_id

    inner join comparable_claims as later
        on
            days_on.other_date = later.published_date
            and earlier.measured_head = later.measured_head
            and earlier.kind = later.kind
            -- what a count measures says more than the noun beside its number
            and case when earlier.kind != 'count' then earlier.unit end
            is not distinct from case when later.kind != 'count' then later.unit end
            and earlier.per_unit is not distinct from later.per_unit
            and earlier.level_change is not distinct from later.level_change
            and earlier.level_role is not distinct from later.level_role
            -- 71 of the 92 contradict no 92
            and not earlier.is_part
            and not later.is_part

    where
        matches(earlier.measured, getvariable('name')::varchar)
        and matches(later.measured, getvariable('name')::varchar)
        and (
            earlier.article_id != later.article_id
            or (
                earlier.asserted_by != later.asserted_by
                -- a headline says in short what its article says
                and not earlier.in_headline
                and not later.in_headline
            )
        )
        and (earlier.published_date, earlier.figure_id) < (later.published_date, later.figure_id)
        and (earlier.highest < later.lowest or later.highest < earlier.lowest)

),

related as (

    select
        contradictions.*, -- noqa: AM04
        len(list_intersect(here.entity_ids, there.entity_ids)) as shared_entities

    from contradictions

    inner join article_entities as here
        on contradictions.article_id = here.article_id

    inner join article_entities as there
        on contradictions.other_article_id = there.article_id

    where
        contradictions.is_same_phrase
        or contradictions.is_same_subject
        or (len(contradictions.shared_words) > 0 and coalesce(contradictions.times <= 3, false))
        or (
            contradictions.kind = 'count'
            and contradictions.smaller >= 20
            and contradictions.times <= 1.5
            and contradictions.measured_head not in (
                select lexicon_words.surface

                from lexicon_words

                where lexicon_words.lexicon in ('role_nouns', 'person_nouns')
            )
        )

)

select
    related.published_date,
    related.measured_head,
    related.outlet,
    related.asserted_by,
    related.surface,
    related.other_published_date,
    related.other_outlet,
    related.other_asserted_by,
    related.other_surface,
    related.shared_words,
    related.shared_entities,
    related.figure_id,
    related.other_figure_id

from related

where related.shared_entities >= coalesce(getvariable('shared')::integer, 2)

order by
    related.published_date asc,
    related.measured_head asc,
    related.figure_id asc,
    related.other_figure_id asc
