from .agencies import agency_at_end as agency_at_end
from .agencies import agency_of as agency_of
from .agencies import is_desk as is_desk
from .tsv import either as either
from .tsv import read_lexicon as read_lexicon
from .tsv import words_in_role as words_in_role
from .tsv import words_of as words_of
