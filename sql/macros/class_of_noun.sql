-- Answers: what does a noun stand for by a lexicon, whether it is written as one or as several?
create macro class_of_noun(noun, class_of) as (
    coalesce(
        class_of[noun],
        class_of[regexp_replace(noun, 's$', '')],
        class_of[regexp_replace(noun, 'ies$', 'y')],
        class_of[regexp_replace(noun, 'men$', 'man')]
    )
)
