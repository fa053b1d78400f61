"""What lies in a folder of shards: the names of its files, and the types of its numbers."""

import hashlib
import math
from typing import Any, NamedTuple

import numpy as np

from symbolic.datasets.facts import COLUMNS as FACTS
from symbolic.datasets.identity import BINS
from symbolic.score import Score
from symbolic.tokenizers.tokenizer import Tokenizer

VERSION = 1
MANIFEST = "manifest.json"  # written last: a folder without it is unfinished
TOKENIZER = "tokenizer.json"
PIECES = "pieces.csv"  # a row for every piece in the shards
SKIPPED = "skipped.csv"  # a row for every file or piece that is not in them
SOURCES = "sources.csv"  # a row for every file that was read: so more can be added
IDENTITIES = "identities.bin"  # a row for every piece that was read, duplicates too
PARTS = ".parts"  # where a run keeps what it has finished

PIECE_COLUMNS = (
    "name", "split", "shard", "offset", "length", "music", "likeness", "work", *FACTS,
)  # fmt: skip
SKIPPED_COLUMNS = ("name", "reason")
SOURCE_COLUMNS = ("name", "size", "stamp")
TABLES = {PIECES: PIECE_COLUMNS, SKIPPED: SKIPPED_COLUMNS, SOURCES: SOURCE_COLUMNS}

LEFT_OUT = -1  # the split of a piece that is in no shard

IDENTITY = np.dtype(
    [
        ("source", "<u4"),  # the row in sources.csv
        ("split", "i1"),  # the number of the split, or LEFT_OUT
        ("home", "i1"),  # the split that its music belongs to, though it may be left out
        ("length", "<i8"),
        ("checksum", "<u4"),
        ("music", "<u8"),
        ("likeness", "<u8"),
        ("work", "<u8"),  # a hash; 0 where nothing is known
        ("sketch", "<u4", (BINS,)),
    ]
)


class Rows(NamedTuple):
    """How tokens lie in a shard: rows of equal form, one after the other.

    Attributes
    ----------
    dtype
        Of the numbers, little-endian.
    shape
        Of a row: () where a row is one token, (steps, ...) where it is a window.
    """

    dtype: np.dtype
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        """Of one row."""
        return self.dtype.itemsize * math.prod(self.shape)


RECORD = Rows(np.dtype("u1"), ())  # of TFRecords: a row is a byte


def rows_of(tokenizer: Tokenizer) -> Rows:
    """The rows that a tokenizer's output makes.

    >>> from symbolic.tokenizers import BarTokenizer, MelodyTokenizer
    >>> rows_of(BarTokenizer()), rows_of(MelodyTokenizer(bars=2))
    (Rows(dtype=dtype('uint16'), shape=()), Rows(dtype=dtype('uint16'), shape=(32,)))
    """
    nothing = tokenizer.encode(Score())
    if nothing.dtype.kind == "f":
        return Rows(np.dtype("<f4"), nothing.shape[1:])
    narrow = len(tokenizer) <= np.iinfo(np.uint16).max + 1
    return Rows(np.dtype("<u2" if narrow else "<u4"), nothing.shape[1:])


def hashed(name: str) -> int:
    """A name in 64 bits; 0 stands for no name."""
    if not name:
        return 0
    text = name.encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def shard_name(split: str, number: int, suffix: str) -> str:
    """The name of a shard.

    >>> shard_name("train", 3, ".bin")
    'train-00003.bin'
    """
    return f"{split}-{number:05}{suffix}"


def offsets_name(shard: str) -> str:
    """Where the places at which a shard's pieces begin are kept."""
    return f"{shard.removesuffix('.bin')}.offsets.npy"


def described(tokenizer: Tokenizer) -> dict[str, Any]:
    """A tokenizer as plain values."""
    return {"tokenizer": type(tokenizer).__name__, "config": tokenizer.config}
