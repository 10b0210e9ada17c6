-- Answers: do two claims measure the same phrase, such as "dialysis patients"? One word is no
--          phrase: many things are counted in "people".
create macro same_phrase(measured, other_measured) as (
    lower(measured) = lower(other_measured) and contains(measured, ' ')
)
