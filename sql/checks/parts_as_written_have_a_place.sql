-- Returns speakers, cues, measured things and words that show a stance that are given as written
-- without where they stand.
-- Reach: document.
select
    quotes.quote_id as row_id,
    quotes.speaker_text,
    quotes.cue_text,
    quotes.stance_text,
    null as measured

from quotes

where
    (quotes.speaker_text is not null and quotes.speaker_start_char is null)
    or (quotes.cue_text is not null and quotes.cue_start_char is null)
    or (quotes.stance_text is not null and quotes.stance_start_char is null)

union all

select
    figures.figure_id as row_id,
    null as speaker_text,
    null as cue_text,
    figures.stance_text,
    figures.measured

from figures

where
    (figures.measured is not null and figures.measured_start_char is null)
    or (figures.stance_text is not null and figures.stance_start_char is null)

order by row_id asc
