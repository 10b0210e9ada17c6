-- Answers: which words describe a source before what is added to them? Of "a person close to the
--          talks" the first three, of "a nurse, who asked not to be named" two.
create macro words_of_role(role) as (
    regexp_extract_all(
        regexp_extract(
            lower(replace(role, '’', '''')),
            '^(.*?)(?:[,;]|\s(?:of|at|in|on|for|from|with|by|to|who|whom|whose|which|that)\s|$)',
            1
        ),
        '[\p{L}\p{N}][\p{L}\p{N}.''-]*'
    )
)
