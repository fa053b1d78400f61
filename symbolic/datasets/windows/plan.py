"""The plan: options and pieces become a cut and a layout."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from symbolic.datasets.windows.augmentation import Augmentation
from symbolic.datasets.windows.bars import BarCut
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.cut import Cut, Grid
from symbolic.datasets.windows.encoding import Encoding
from symbolic.datasets.windows.frame import Frame
from symbolic.datasets.windows.labels import Labels
from symbolic.datasets.windows.layouts import Layout, layout
from symbolic.datasets.windows.lines import LineCut
from symbolic.datasets.windows.options import BARS, Options
from symbolic.datasets.windows.rows import RowCut
from symbolic.datasets.windows.source import Pieces
from symbolic.errors import SymbolicError
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer


@dataclass(frozen=True)
class Plan:
    """How an epoch is made; the same for every epoch.

    Attributes
    ----------
    cut
        The windows of the pieces.
    layout
        Their order and form in batches.
    fingerprint
        Sixteen digits that differ where batches would.
    """

    cut: Cut
    layout: Layout
    fingerprint: str


def planned(
    pieces: Pieces,
    tokenizer: Tokenizer,
    options: Options,
    augmentation: Augmentation,
    cache: Cache,
    labels: Labels,
) -> Plan:
    """Look through all pieces once, and count their windows."""
    cut = _cut(pieces, tokenizer, options, augmentation, cache)
    _check(cut, len(pieces), options)
    asked: dict[str, Any] = {
        "options": asdict(options),
        "augmentation": augmentation.asked,
        "tokenizer": [type(tokenizer).__name__, tokenizer.config],
        "source": [pieces.fingerprint, len(pieces)],
    }
    if len(labels):
        asked["labels"] = labels.asked
    told = json.dumps(asked, sort_keys=True, default=str).encode()
    counted = np.asarray(cut.counts, "<i8").tobytes()
    fingerprint = hashlib.sha256(told + counted).hexdigest()[:16]
    return Plan(cut, layout(cut, options, Frame(tokenizer).pad, labels), fingerprint)


def _cut(
    pieces: Pieces,
    tokenizer: Tokenizer,
    options: Options,
    augmentation: Augmentation,
    cache: Cache,
) -> Cut:
    if isinstance(tokenizer, WindowTokenizer):
        return RowCut(pieces, tokenizer, augmentation, cache, options.distinct)
    encoding = Encoding(tokenizer)
    if options.unit == BARS:
        grid = Grid(options.length, options.hop, options.order_seed)
        longest = options.longest + options.ahead
        return BarCut(pieces, encoding, augmentation, cache, grid, longest)
    grid = Grid(options.length + options.ahead, options.hop, options.order_seed)
    return LineCut(pieces, encoding, augmentation, cache, grid, 1 + options.ahead)


def _check(cut: Cut, pieces: int, options: Options) -> None:
    """Say what to do if there is no batch."""
    count, size = len(cut), options.batch_size
    if count == 0:
        passed = ", ".join(f"{reason}: {many:,}" for reason, many in cut.passed.items())
        raise SymbolicError(
            f"there are no windows in {pieces:,} pieces: "
            f"{passed or 'none has what this tokenizer takes'}"
        )
    if options.drop_remainder and count < size:
        raise SymbolicError(
            f"there are {count:,} windows, fewer than the {size:,} of one batch: take a "
            f"batch_size of at most {count:,}, more pieces, or drop_remainder=False"
        )
