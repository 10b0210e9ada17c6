-- Grain:   one row per kind of correction, and per field of it; one for decisions about entities.
-- Reads:   corrections, entity_links.
-- Answers: how often was the engine of this version right by itself, where people said what is?
-- Columns: judged places that people judged;
--          found places where the engine had a row;
--          agreed rows, or values, of the engine that were right in all that people stated;
--          missed places where the engine had no row and people say that there is one;
--          not_there rows of the engine of which people say that there is nothing;
--          precision share of the engine's rows that were right;
--          recall share of the rows that there should be that the engine had, and right;
--          agreement share of the engine's values that people state too.
with

standing as (

    select corrections.*

    from corrections

    where corrections.state = 'applied'

),

judged as (

    select
        standing.kind,
        standing.action,
        standing.fields,
        coalesce(standing.agrees, false) as agrees,
        case
            when standing.action = 'remove' then not standing.agrees
            else coalesce(standing.fields[1].found is not null, false)
        end as has_row

    from standing

),

whole as (

    select
        judged.kind,
        'all' as field,
        count(*) as judged,
        count_if(judged.has_row) as found,
        count_if(judged.has_row and judged.agrees and judged.action != 'remove') as right_rows,
        count_if(not judged.has_row and judged.action != 'remove') as missed,
        count_if(judged.has_row and judged.action = 'remove') as not_there,
        count_if(judged.action != 'remove') as meant

    from judged

    group by judged.kind

),

fields as (

    select
        judged.kind,
        unnest(judged.fields) as stated

    from judged

),

by_field as (

    select
        fields.kind,
        fields.stated.field,
        count(*) as judged,
        count_if(fields.stated.found is not null) as found,
        count_if(fields.stated.agrees) as right_rows,
        null::bigint as missed,
        null::bigint as not_there,
        null::bigint as meant

    from fields

    group by
        fields.kind,
        fields.stated.field

),

of_rules as (

    select
        entity_links.decision,
        least(entity_links.left_id, entity_links.right_id) as one_id,
        greatest(entity_links.left_id, entity_links.right_id) as other_id,
        -- what a rule said before a person overruled it
        entity_links.decision = 'same'
        or entity_links.evidence like '%says otherwise'
        or entity_links.evidence like '%keeps them apart' as said_same

    from entity_links

    where entity_links.actor = 'rule'

),

of_people as (

    select
        entity_links.link_id,
        entity_links.decision,
        bool_or(coalesce(of_rules.said_same or of_rules.decision = 'different', false)) as is_found,
        bool_or(coalesce(
            (entity_links.decision = 'same' and of_rules.said_same)
            or entity_links.decision = of_rules.decision,
            false
        )) as agrees

    from entity_links

    left join of_rules
        on
            least(entity_links.left_id, entity_links.right_id) = of_rules.one_id
            and greatest(entity_links.left_id, entity_links.right_id) = of_rules.other_id

    where
        entity_links.actor = 'curation'
        and entity_links.right_id is not null

    group by
        entity_links.link_id,
        entity_links.decision

),

every as (

    select whole.* -- noqa: AM04

    from whole

    union all

    select by_field.* -- noqa: AM04

    from by_field

    union all

    select
        'entity' as kind,
        'same or different' as field,
        count(*) as judged,
        count_if(of_people.is_found) as found,
        count_if(of_people.agrees) as right_rows,
        null::bigint as missed,
        null::bigint as not_there,
        null::bigint as meant

    from of_people

    having count(*) > 0

)

select
    every.kind,
    every.field,
    every.judged,
    every.found,
    every.right_rows as agreed,
    every.missed,
    every.not_there,
    case
        when every.field = 'all' and every.kind in ('quote', 'figure')
            then round(every.right_rows / nullif(every.found, 0), 3)
    end as precision, -- noqa: RF04
    case
        when every.field = 'all' and every.kind in ('quote', 'figure')
            then round(every.right_rows / nullif(every.meant, 0), 3)
    end as recall,
    case
        when every.field != 'all' then round(every.right_rows / nullif(every.found, 0), 3)
    end as agreement

from every

order by
    every.kind,
    every.field != 'all',
    every.field
