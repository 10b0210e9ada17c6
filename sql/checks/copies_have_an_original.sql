-- Returns copies without an original, originals with one, and copies of themselves, of copies or
-- of articles that are not in the corpus.
select
    articles.article_id,
    articles.is_copy,
    articles.copy_of

from articles

left join articles as originals
    on articles.copy_of = originals.article_id

where
    coalesce(articles.is_copy, false) != (articles.copy_of is not null)
    or articles.copy_of = articles.article_id
    or (articles.copy_of is not null and originals.article_id is null)
    or originals.is_copy

order by articles.article_id asc
