"""Reviews: rows for people to look at, their judgements as corrections, and how engines do by them.

Other rooms import from here alone. The names that they may use stand in ``__init__.pyi``; each is
loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
