"""Corrected: people's corrections read from their files, and put in place of what an engine found.

Other rooms import from here alone. The names that they may use stand in ``__init__.pyi``; each is
loaded when it is first used, so that whoever reads only tables loads no model.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
