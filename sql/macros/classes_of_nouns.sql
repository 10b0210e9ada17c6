-- Answers: what does each word stand for by a lexicon, as class_of_noun says? NULL for other words.
-- Reads: class_of_noun
create macro classes_of_nouns(words, class_of) as (
    list_transform(words, lambda word: class_of_noun(word, class_of))
)
