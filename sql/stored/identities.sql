-- Grain:   one row per entity id of a mention, and one more for each article in which it stands for
--          one of several namesakes.
-- Reads:   _entity_names, entity_links, entity_pointers.
-- Answers: which entity does an id stand for, after all decisions, and what is it called?
-- Columns: stated_entity_id the id as in entities;
--          article_id the only article that the row holds in, NULL for all others;
--          entity_id the id that it stands for, its own unless decided otherwise;
--          canonical_name name of that entity, as most mentions have it;
--          entity_type type of that entity;
--          is_blocked a person said that it is not an entity.
with recursive

stated as (

    select distinct
        _entity_names.entity_id as stated_entity_id,
        null::varchar as article_id,
        _entity_names.entity_id

    from _entity_names

    union all

    -- a person's decision about an article outranks that of a rule
    select
        entity_links.left_id as stated_entity_id,
        entity_links.article_id,
        arg_min(entity_links.right_id, entity_links.actor) as entity_id

    from entity_links

    where
        entity_links.decision = 'same'
        and entity_links.article_id is not null

    group by entity_links.left_id, entity_links.article_id

),

steps as (

    select
        stated.stated_entity_id,
        stated.article_id,
        stated.entity_id,
        0 as step

    from stated

    union all

    select
        steps.stated_entity_id,
        steps.article_id,
        entity_pointers.right_id as entity_id,
        steps.step + 1 as step

    from steps

    inner join entity_pointers
        on steps.entity_id = entity_pointers.left_id

    -- the check links_lead_to_one_end proves that no chain is that long
    where steps.step < 100

),

ends as (

    select
        steps.stated_entity_id,
        steps.article_id,
        arg_max(steps.entity_id, steps.step) as entity_id

    from steps

    group by steps.stated_entity_id, steps.article_id

),

counted as (

    select
        _entity_names.entity_id,
        _entity_names.entity_type,
        _entity_names.canonical_name,
        sum(_entity_names.mention_count) as mention_count

    from _entity_names

    group by
        _entity_names.entity_id, _entity_names.entity_type, _entity_names.canonical_name

    union all

    -- a name that only a decision gives: that of a namesake, or of another type
    select
        entity_links.right_id as entity_id,
        entity_links.right_type as entity_type,
        entity_links.right_name as canonical_name,
        0 as mention_count

    from entity_links

    where
        entity_links.decision = 'same'
        and entity_links.right_name is not null
        and entity_links.rule != 'knowledge_base'

),

names as (

    select
        counted.entity_id,
        counted.entity_type,
        counted.canonical_name

    from counted

    qualify row_number() over (
        partition by counted.entity_id
        order by
            counted.mention_count desc, counted.canonical_name asc, counted.entity_type asc
    ) = 1

),

blocked as (

    select distinct entity_links.left_id

    from entity_links

    where
        entity_links.decision = 'different'
        and entity_links.right_id is null

),

known as (

    select
        ends.entity_id,
        min(entity_links.right_id) as kb_id

    from entity_links

    inner join ends
        on
            entity_links.left_id = ends.stated_entity_id
            and ends.article_id is null

    where
        entity_links.rule = 'knowledge_base'
        and entity_links.decision = 'same'

    group by ends.entity_id

),

first_days as (

    select
        _entity_names.entity_id,
        min(_entity_names.first_published_date) as first_published_date

    from _entity_names

    group by _entity_names.entity_id

)

select
    ends.stated_entity_id,
    ends.article_id,
    ends.entity_id,
    names.canonical_name,
    names.entity_type,
    known.kb_id,
    first_days.first_published_date,
    ends.stated_entity_id in (select blocked.left_id from blocked)
    or ends.entity_id in (select blocked.left_id from blocked) as is_blocked

from ends

inner join names
    on ends.entity_id = names.entity_id

left join known
    on ends.entity_id = known.entity_id

left join first_days
    on ends.stated_entity_id = first_days.entity_id
