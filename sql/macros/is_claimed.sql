-- Answers: does whoever takes this stance to a figure put it forward, as a claim or as a question?
--          quote_stance is that of the quote it stands in, NULL in the outlet's own voice.
create macro is_claimed(stance, quote_stance) as (
    stance in ('asserts', 'asks', 'supposes')
    and coalesce(quote_stance, 'asserts') in ('asserts', 'asks')
)
