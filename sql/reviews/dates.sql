-- Grain:   one row per chosen article whose day of publication is doubtful and that nobody
--          corrected; copies of an article are left out.
-- Reads:   articles, chosen.
-- Answers: which days of publication are least certain?
-- Columns: id the article_id;
--          found_published the chosen day;
--          why what makes it uncertain, with every day that the page states;
--          doubt 1 without a day, 0.8 where statements differ, 0.5 where the source is weak.
with

judged as (

    select
        articles.article_id,
        articles.published_date,
        articles.outlet,
        articles.text,
        articles.date_source,
        array_to_string(
            list_distinct(
                [
                    stated.value || ' (' || stated.source || ')' -- noqa: RF01
                    for stated in articles.date_candidates
                ]
            ),
            ', '
        ) as days_stated,
        case
            when articles.published_date is null then 1
            when articles.date_conflict then 0.8
            when
                articles.date_source in (
                    'copyright', 'file_name', 'file_properties', 'htmldate', 'page_text', 'time'
                )
                then 0.5
        end as doubt

    from articles

    inner join chosen
        on articles.article_id = chosen.article_id

    where
        not coalesce(articles.is_copy, false)
        and articles.date_source is distinct from 'curated'

)

select
    judged.article_id,
    judged.published_date,
    judged.outlet,
    judged.article_id as id,
    null::integer as end_char,
    judged.published_date::varchar as found_published,
    length(judged.text) - length(ltrim(judged.text, ' ' || chr(9) || chr(10) || chr(13)))
        as start_char,
    case
        when judged.published_date is null then 'no day was found'
        when judged.doubt = 0.8 then 'statements differ'
        else 'a weak source, ' || judged.date_source
    end || case when judged.days_stated != '' then ': ' || judged.days_stated else '' end as why,
    round(judged.doubt, 3) as doubt

from judged

where judged.doubt is not null

order by
    judged.doubt desc,
    judged.article_id asc
