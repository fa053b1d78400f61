"""The recipe: what is made of every score, and is the same for all workers."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from symbolic.datasets.folder import SILENT
from symbolic.datasets.preparing.records import record_of
from symbolic.datasets.shards.aside import lasting
from symbolic.datasets.shards.layout import RECORD, VERSION, Rows, described, rows_of
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers.tokenizer import Tokenizer, tokenizer_from
from symbolic.version import __version__

SHARDS, TFRECORD = "shards", "tfrecord"
KINDS = {SHARDS: ".bin", TFRECORD: ".tfrecord"}  # and how the files of each end
RECIPE = "recipe.json"


@dataclass(frozen=True)
class Recipe:
    """What is made of a score.

    Attributes
    ----------
    kind
        "shards": tokens; "tfrecord": NoteSequences.
    tokenizer
        What writes the tokens; None for NoteSequences.
    collection
        What the folder is called in NoteSequences.
    """

    kind: str
    tokenizer: Tokenizer | None
    collection: str = ""

    @cached_property
    def rows(self) -> Rows:
        """How the numbers lie in the files."""
        return RECORD if self.tokenizer is None else rows_of(self.tokenizer)

    @property
    def suffix(self) -> str:
        """How the files end."""
        return KINDS[self.kind]

    def made_of(self, name: str, score: Score) -> np.ndarray:
        """The rows that a score gives; raise SymbolicError if it gives none."""
        if len(score.notes) == 0:
            raise SymbolicError(SILENT)
        if self.tokenizer is None:
            return np.frombuffer(record_of(name, score, self.collection), np.uint8)
        rows = self.tokenizer.encode(score)
        if len(rows) == 0:
            raise SymbolicError(
                f"{type(self.tokenizer).__name__} finds nothing in it that it takes"
            )
        return rows.astype(self.rows.dtype)

    @property
    def described(self) -> dict[str, Any] | None:
        """The tokenizer as plain values."""
        return None if self.tokenizer is None else described(self.tokenizer)

    @cached_property
    def _text(self) -> bytes:
        kept = {
            "symbolic": __version__,  # another version may encode otherwise
            "version": VERSION,
            "kind": self.kind,
            "tokenizer": self.described,
            "collection": self.collection,
        }
        return json.dumps(kept, sort_keys=True).encode()

    @cached_property
    def digest(self) -> str:
        """A hash: parts made after another recipe are of no use."""
        return hashlib.blake2b(self._text, digest_size=8).hexdigest()

    def write(self, folder: Path) -> None:
        """Leave the recipe where the workers read it."""
        with lasting(folder / RECIPE, folder) as file:
            file.write(self._text)


@lru_cache(maxsize=4)
def read_recipe(folder: str, digest: str) -> Recipe:
    """The recipe in a folder; a worker reads it once, whatever the size of its vocabulary."""
    text = (Path(folder) / RECIPE).read_bytes()
    if hashlib.blake2b(text, digest_size=8).hexdigest() != digest:
        raise SymbolicError(f"{folder}: another run of prepare is at work there")
    kept = json.loads(text)
    known = kept["tokenizer"]
    tokenizer = tokenizer_from(known["tokenizer"], known["config"]) if known else None
    return Recipe(kept["kind"], tokenizer, kept["collection"])
