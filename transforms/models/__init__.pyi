from .labels import labels_for as labels_for
from .network import Ids as Ids
from .network import Scores as Scores
from .network import SequenceModel as SequenceModel
from .network import Stretch as Stretch
from .network import load_model as load_model
from .viterbi import best_paths as best_paths
