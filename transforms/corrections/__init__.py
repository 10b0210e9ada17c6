"""Corrections: what a person says is right in an article, and where its words stand in the text.

Other rooms import from here alone. The names that they may use stand in ``__init__.pyi``; each is
loaded when it is first used, so that whoever reads only tables loads no model.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
