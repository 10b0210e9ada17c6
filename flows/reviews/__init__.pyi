from .judgement import Judgement as Judgement
from .judgement import JudgementError as JudgementError
from .judgement import correction_of as correction_of
from .score import score as score
from .sheet import write_review as write_review
from .taking import Taken as Taken
from .taking import keep as keep
from .taking import take_review as take_review
