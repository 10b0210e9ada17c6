-- Returns quotes that are their own parent, or do not stand inside the quote they are said to.
-- Reach: document.
select
    quotes.quote_id,
    quotes.parent_quote_id

from quotes

inner join quotes as parents
    on quotes.parent_quote_id = parents.quote_id

where
    quotes.quote_id = parents.quote_id
    or quotes.article_id != parents.article_id
    or quotes.start_char < parents.start_char
    or quotes.end_char > parents.end_char

order by quotes.quote_id asc
