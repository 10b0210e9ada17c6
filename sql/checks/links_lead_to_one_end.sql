-- Returns decisions that make one id two others, that lead in a circle, that are about an id which
-- nothing has, or that join what a person keeps apart.
with

split as (

    select
        entity_pointers.left_id,
        'stands for several' as fault

    from entity_pointers

    group by entity_pointers.left_id

    having count(*) > 1

),

circles as (

    select
        entity_pointers.left_id,
        'leads in a circle' as fault

    from identities

    inner join entity_pointers
        on identities.entity_id = entity_pointers.left_id

),

unknown as (

    select
        entity_links.left_id,
        'is not an entity' as fault

    from entity_links

    where
        entity_links.left_id not in (select entities.entity_id from entities)
        and entity_links.left_id not in (
            select made.right_id
            from entity_links as made
            where
                made.right_id is not null
                and (made.article_id is not null or made.actor = 'curation')
        )

),

joined as (

    select
        entity_links.left_id,
        'is joined with what it differs from' as fault

    from entity_links

    inner join identities as left_identities
        on
            entity_links.left_id = left_identities.stated_entity_id
            and left_identities.article_id is null

    inner join identities as right_identities
        on
            entity_links.right_id = right_identities.stated_entity_id
            and right_identities.article_id is null
            and left_identities.entity_id = right_identities.entity_id

    where
        entity_links.decision = 'different'
        and entity_links.article_id is null

),

found as (

    select
        split.left_id,
        split.fault

    from split

    union all

    select
        circles.left_id,
        circles.fault

    from circles

    union all

    select
        unknown.left_id,
        unknown.fault

    from unknown

    union all

    select
        joined.left_id,
        joined.fault

    from joined

)

select
    found.left_id,
    found.fault

from found

order by found.left_id asc, found.fault asc
