-- Grain:   one row per line of an article which says that something is corrected.
-- Reads:   articles.
-- Answers: where does an outlet say that it was wrong?
with

lines as (

    select
        articles.article_id,
        articles.outlet,
        articles.published_date,
        unnest(regexp_split_to_array(articles.text, '\n+')) as sentence,
        generate_subscripts(regexp_split_to_array(articles.text, '\n+'), 1) - 1 as line_index

    from articles

)

select
    lines.article_id,
    lines.line_index,
    lines.outlet,
    lines.published_date,
    lines.sentence

from lines

where
    regexp_matches(
        lines.sentence,
        '(?i)^\W*(correction|clarification|corrected|editor.s note)\b'
        || '|\bmisstated\b|\b(was|were|been) (amended|corrected)\b'
        || '|\ban earlier version\b'
    )
