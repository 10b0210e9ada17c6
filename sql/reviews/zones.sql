-- Grain:   one row per line of a chosen article whose zone is doubtful and that nobody corrected;
--          copies of an article are left out.
-- Reads:   articles, corrections, chosen.
-- Answers: which lines may be read as what they are not?
-- Columns: id the article_id and the line's first character;
--          found_zone what the line was read as;
--          why what makes it uncertain;
--          doubt 0.9 for the first lines of a page without headline, 0.7 for long boilerplate, 0.6
--          for short body lines.
with

lines as (

    select
        articles.article_id,
        articles.published_date,
        articles.outlet,
        articles.text,
        articles.headline,
        unnest(articles.zones) as place,
        generate_subscripts(articles.zones, 1) as ordinal

    from articles

    inner join chosen
        on articles.article_id = chosen.article_id

    where not coalesce(articles.is_copy, false)

),

judged as (

    select
        lines.article_id,
        lines.published_date,
        lines.outlet,
        lines.place.kind as found_zone,
        lines.place.start_char,
        lines.place.end_char,
        case
            when lines.headline is null and lines.ordinal <= 3 then 'the page has no headline'
            when
                lines.place.kind = 'boilerplate'
                and lines.place.end_char - lines.place.start_char > 120
                then 'long for boilerplate'
            when
                lines.place.kind = 'body'
                and lines.place.end_char - lines.place.start_char < 30
                then 'short for a paragraph'
        end as why

    from lines

)

select
    judged.article_id,
    judged.published_date,
    judged.outlet,
    judged.start_char,
    judged.end_char,
    judged.found_zone,
    judged.why,
    judged.article_id || '/z' || judged.start_char as id,
    case
        when judged.why like 'the page%' then 0.9
        when judged.why like 'long%' then 0.7
        else 0.6
    end as doubt

from judged

left join corrections
    on
        judged.article_id = corrections.article_id
        and corrections.kind = 'zone'
        and judged.start_char = corrections.start_char

where
    judged.why is not null
    and corrections.correction_id is null

order by
    doubt desc,
    judged.article_id asc,
    judged.start_char asc
