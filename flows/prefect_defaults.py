"""Prefect's settings as this project wants them; import it before Prefect, which reads them once.

Whoever sets one of them in the environment overrides it.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")  # nothing is reported to anybody
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")  # slow machines
