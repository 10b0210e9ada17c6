-- Answers: which words of a quote stand in quotation marks, in small letters with a space around
--          each? All of a direct quote; of a mixed one what is quoted.
create macro words_said(quote_text, quote_type) as (
    ' '
    || array_to_string(
        regexp_extract_all(
            replace(
                lower(
                    case
                        when quote_type = 'direct' then quote_text
                        else array_to_string(
                            regexp_extract_all(
                                quote_text, '(?:["“]([^"“”]+)["”]|‘([^‘]+)’)'
                            ),
                            ' '
                        )
                    end
                ),
                '’',
                ''''
            ),
            '[\p{L}\p{N}]+(?:''[\p{L}]+)?'
        ),
        ' '
    )
    || ' '
)
