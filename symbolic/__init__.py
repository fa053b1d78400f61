"""symbolic: symbolic music in Python, from a MIDI file to a model and back."""

import lazy_loader

from symbolic.version import __version__

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ = [*__all__, "__version__"]
