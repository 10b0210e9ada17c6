-- Grain:   one row per article that was chosen, copies included.
-- Reads:   articles, chosen.
-- Answers: what do they say, word for word? Every offset of the other tables counts characters of
--          this text.
select
    articles.article_id,
    articles.text

from articles

inner join chosen
    on articles.article_id = chosen.article_id

order by articles.article_id asc
