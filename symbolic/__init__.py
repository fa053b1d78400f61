"""symbolic: symbolic music in Python, from a MIDI file to a model and back.

What a name stands for is imported when it is first used; see __init__.pyi for all of them.
"""

import warnings

import lazy_loader

from symbolic.namesake import rival
from symbolic.version import __version__

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ = [*__all__, "__version__"]

if _rival := rival():
    warnings.warn(_rival, stacklevel=2)
