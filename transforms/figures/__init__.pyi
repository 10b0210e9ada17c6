from .counted import singular as singular
from .dollars import dollar_of as dollar_of
from .figure import Bound as Bound
from .figure import Figure as Figure
from .figure import FigureKind as FigureKind
from .figure import RejectedNumber as RejectedNumber
from .figure_finder import find_figures as find_figures
