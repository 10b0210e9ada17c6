from .catalog import build_catalog as build_catalog
from .catalog import run_checks as run_checks
from .checks import Fault as Fault
from .questions import answer as answer
from .questions import describe as describe
from .questions import list_versions as list_versions
from .questions import listing as listing
from .show import show_article as show_article
