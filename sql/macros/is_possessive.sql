-- Answers: does a description name whom the source belongs to, as "Ketland's lawyer" does?
create macro is_possessive(words) as (
    len(list_filter(words, lambda word: regexp_matches(word, '(''s|s'')$'))) > 0
)
