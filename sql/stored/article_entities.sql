-- Grain:   one row per article.
-- Reads:   articles, newsmakers_all.
-- Answers: which entities does an article name in the news itself, each once?
-- Columns: entity_ids the entities, after all decisions about ids; may be empty.
select
    articles.article_id,
    coalesce(
        list_sort(
            list(distinct newsmakers_all.entity_id)
            filter (where newsmakers_all.entity_id is not null)
        ),
        []
    ) as entity_ids

from articles

left join newsmakers_all
    on articles.article_id = newsmakers_all.article_id

group by articles.article_id
