"""From a folder of music to training windows: corpora, splits, shards and batches."""

from symbolic.datasets.builtin import load_corpus
from symbolic.datasets.corpus import Corpus
from symbolic.datasets.facts import Facts, facts_of
from symbolic.datasets.identity import Identity, identity_of
from symbolic.datasets.piece import Piece
from symbolic.datasets.preparing import prepare
from symbolic.datasets.shards import Shards
from symbolic.datasets.windows import Windows

__all__ = [
    "Corpus",
    "Facts",
    "Identity",
    "Piece",
    "Shards",
    "Windows",
    "facts_of",
    "identity_of",
    "load_corpus",
    "prepare",
]
