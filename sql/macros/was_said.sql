-- Answers: were the words of a quote with this stance said at all? A denial was, a refusal was not.
create macro was_said(stance) as (
    stance not in ('declines', 'supposes')
)
