"""Which pieces a command takes: a corpus by its name, a folder of music, a TFRecord, or what
`symbolic prepare` made of them."""

from pathlib import Path
from typing import Any

import symbolic
from symbolic.datasets.shards import Records
from symbolic.datasets.shards.layout import MANIFEST
from symbolic.datasets.shards.manifest import read_manifest


def data_named(name: str) -> Any:
    """The corpus, shards or records of a name: a folder goes before a built-in corpus of that name."""
    path = Path(name)
    if (path / MANIFEST).exists():
        kind = {prepared.kind: prepared for prepared in (symbolic.Shards, Records)}
        return kind[read_manifest(path).kind](path)
    if path.exists():
        return symbolic.Corpus.from_folder(path)
    return symbolic.load_corpus(name)
