"""Which pieces a command takes: a corpus by its name, a folder of music, or prepared shards."""

from pathlib import Path
from typing import Any

import symbolic
from symbolic.datasets.shards.layout import MANIFEST


def data_named(name: str) -> Any:
    """The corpus or shards of a name: a folder goes before a built-in corpus of that name."""
    path = Path(name)
    if (path / MANIFEST).exists():
        return symbolic.Shards(path)
    if path.exists():
        return symbolic.Corpus.from_folder(path)
    return symbolic.load_corpus(name)
