"""ABC tune books -> scores, by the ABC standard 2.1.

A book is cut into tunes (`cut`), and each tune is parsed by itself (`parse`).
"""

from symbolic.files.abc.book import Tune, cut, fields, tunes
from symbolic.files.abc.score import parse

__all__ = ["Tune", "cut", "fields", "parse", "tunes"]
