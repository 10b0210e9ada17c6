-- Returns entities that are a person here and a place there.
select
    entities.entity_id,
    list_sort(list(distinct entities.entity_type)) as entity_types

from entities

group by entities.entity_id

having count(distinct entities.entity_type) > 1

order by entities.entity_id asc
