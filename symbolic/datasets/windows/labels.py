"""Labels: what is known of the piece of each window, as numbers for a model to be told."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np

from symbolic.datasets.facts import Facts, facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.piece import Piece
from symbolic.datasets.windows import draws
from symbolic.datasets.windows.harmony import CHORDS, HARMONIES
from symbolic.datasets.windows.options import PACKED, ROWS, Options
from symbolic.datasets.windows.source import Pieces
from symbolic.errors import SymbolicError
from symbolic.score.checks import real
from symbolic.score.instruments import FAMILIES
from symbolic.theory import spelling
from symbolic.theory.keys import NAMES
from symbolic.theory.tonality import MODES, Key

UNKNOWN = ""  # the value with index 0
TOKENS = "tokens"  # the input beside the labels
KEY = "key"  # the label that a transposition moves
KEYS = tuple(" ".join(name) for name in NAMES)
DRUMS = "drums"
UNLABELLED = 0.1  # where windows are shuffled
MOST = {"meter": 64}  # values beside "", where there may be many

Function = Callable[[Piece], Any]


def _mode(facts: Facts) -> str:
    return facts.key.rpartition(" ")[2]


def _instrument(facts: Facts) -> str:
    """The family that most of the programs are of, the first of several."""
    if not facts.programs:
        return DRUMS if facts.drums else UNKNOWN
    [(family, _)] = Counter(program // 8 for program in facts.programs).most_common(1)
    return tuple(FAMILIES)[family]


FACTS: dict[str, Function] = {
    KEY: lambda piece: piece.facts.key,
    "meter": lambda piece: piece.facts.meter,
    "mode": lambda piece: _mode(piece.facts),
    "instrument": lambda piece: _instrument(piece.facts),
}
# The values of those that are the same for every source.
FIXED = {
    KEY: (UNKNOWN, *KEYS),
    "mode": (UNKNOWN, *MODES),
    "instrument": (UNKNOWN, *FAMILIES, DRUMS),
}


class Values(tuple):
    """The values of a label, "" first; and the function that tells a piece's.

    A copy in another process has the values alone: functions may not travel.
    """

    of: Function | None = None

    def __reduce__(self) -> tuple:
        return Values, (tuple(self),)


@dataclass(frozen=True)
class Label:
    """One label of all pieces.

    Attributes
    ----------
    values
        What its numbers mean.
    numbers
        Of each piece: the index of its value; of the label "key", the number of its key, from 1.
    """

    name: str
    values: Values
    numbers: np.ndarray

    def of(self, pieces: np.ndarray, semitones: np.ndarray) -> np.ndarray:
        """The indices for some pieces, each transposed."""
        numbers = self.numbers[pieces]
        return _places(self.values)[_moved(numbers, semitones)] if self.name == KEY else numbers


class Labels:
    """The labels of windows.

    Parameters
    ----------
    unlabelled
        How probably a label of a window is not told in an epoch.
    harmony
        Whether the chord of every step is told, too: `Cut.chords` knows it.
    """

    def __init__(
        self, labels: Sequence[Label], unlabelled: float, seed: int, harmony: bool = False
    ):
        self._labels, self._unlabelled, self._seed = tuple(labels), unlabelled, seed
        self.harmony = harmony

    def __len__(self) -> int:
        return len(self._labels) + self.harmony

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """The values of every label."""
        found: dict[str, tuple[str, ...]] = {label.name: label.values for label in self._labels}
        return {**found, CHORDS: HARMONIES} if self.harmony else found

    @property
    def asked(self) -> dict[str, Any]:
        """All that labels depend on, as plain values."""
        rows = {label.name: label.numbers.astype("<i4").tobytes() for label in self._labels}
        told = {name: hashlib.sha256(row).hexdigest() for name, row in rows.items()}
        return {"values": self.values, "pieces": told, "unlabelled": self._unlabelled}

    def told(
        self,
        epoch: int,
        numbers: np.ndarray,
        pieces: np.ndarray,
        semitones: Sequence[int] | np.ndarray,
    ) -> dict[str, np.ndarray]:
        """The labels of some windows, of whose pieces each is transposed."""
        found = {}
        moves = np.asarray(semitones, np.int64)
        for label in self._labels:
            told = label.of(pieces, moves).astype(np.int32)
            told[self.hidden(label.name, epoch, numbers)] = 0
            found[label.name] = told
        return found

    def hidden(self, name: str, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """Of which windows a label is not told in an epoch."""
        if not self._unlabelled:
            return np.zeros(len(numbers), bool)
        key = draws.key(self._seed, epoch, draws.UNLABELLED, crc32(name.encode()))
        return draws.fractions(key, numbers) < self._unlabelled


def labels_of(pieces: Pieces, asked: Any, unlabelled: float | None, options: Options) -> Labels:
    """The labels that are asked for, looked up for every piece."""
    asked, harmony = _without_chords(asked, options)
    wanted = _wanted(asked)
    if wanted and options.layout == PACKED:
        raise SymbolicError(
            'labels are told of rows, and with layout="packed" a row has several windows: take '
            "another layout"
        )
    if unlabelled is None:
        unlabelled = UNLABELLED if options.shuffle else 0.0
    elif not wanted and not harmony:
        raise SymbolicError("unlabelled is for windows with labels: add labels, or leave it out")
    share = real("unlabelled", unlabelled)
    if not 0 <= share <= 1:
        raise SymbolicError(f"unlabelled is a probability from 0 to 1, not {share}")
    met: list[list[str]] = [[] for _ in wanted]
    for piece in _known(pieces) if wanted else ():
        for values, (name, (function, _)) in zip(met, wanted.items(), strict=True):
            values.append(_value(name, function(piece)))
    rows = zip(wanted.items(), met, strict=True)
    found = [_label(name, *how, values) for (name, how), values in rows]
    return Labels(found, share, options.seed, harmony)


# -- what is asked for ------------------------------------------------------------------


def _without_chords(asked: Any, options: Options) -> tuple[Any, bool]:
    """The other labels, and whether chords are asked for, which windows of bars have by steps."""
    if options.unit != ROWS or isinstance(asked, str) or not isinstance(asked, Iterable):
        return asked, False
    if isinstance(asked, Mapping):
        others: Any = {name: how for name, how in asked.items() if name != CHORDS}
    else:
        asked = list(asked)
        others = [name for name in asked if name != CHORDS]
    return others, len(others) < len(asked)


def _wanted(asked: Any) -> dict[str, tuple[Function, tuple[str, ...] | None]]:
    """For every name how a piece's value is found, and the values if they are given."""
    if asked is None:
        return {}
    if isinstance(asked, str) or not isinstance(asked, Iterable):
        raise SymbolicError(
            f'labels are names, as ["key", "meter"], or a dict of functions, not {asked!r:.80}'
        )
    named = asked if isinstance(asked, Mapping) else dict.fromkeys(asked)
    for name in named:
        if not isinstance(name, str) or name in ("", TOKENS):
            raise SymbolicError(
                f'a label needs a name other than "" and "{TOKENS}", not {name!r:.80}'
            )
    return {name: _how(name, how) for name, how in named.items()}


def _how(name: str, how: Any) -> tuple[Function, tuple[str, ...] | None]:
    """A function, values, both as a pair, or None for the fact of that name."""
    function, values = getattr(how, "of", None), how
    if callable(how):
        function, values = how, None
    elif isinstance(how, list | tuple) and len(how) == 2 and callable(how[0]):
        function, values = how
    function = function or FACTS.get(name)
    if function is None:
        raise SymbolicError(
            f"no fact is called {name!r:.80} ({', '.join(FACTS)}): give a function of the piece, "
            "or the pair (function, values)"
        )
    if values is None:
        return function, FIXED.get(name) if function is FACTS.get(name) or name == KEY else None
    is_row = isinstance(values, list | tuple) and all(isinstance(one, str) for one in values)
    if not is_row or list(values[:1]) != [UNKNOWN] or len(set(values)) < len(values):
        raise SymbolicError(
            f'the values of a label are different strings of which the first is "", not '
            f"{values!r:.80} for {name!r:.40}"
        )
    return function, tuple(values)


# -- pieces -----------------------------------------------------------------------------


def _known(pieces: Pieces) -> Iterator[Piece]:
    """What is known of every piece: found out where the source does not say."""
    told = getattr(pieces.source, "pieces", None)
    if told is not None:
        yield from told
        return
    for number in range(len(pieces)):
        score = pieces.score(number)
        name = score.title or f"{number}"
        yield Piece(name, facts_of(score), identity_of(score), place=number)


def _value(name: str, value: Any) -> str:
    text = UNKNOWN if value is None else str(value)
    return KEYS[_key(text) - 1] if name == KEY and text else text


def _label(
    name: str, function: Function, values: tuple[str, ...] | None, met: Sequence[str]
) -> Label:
    """A label from the values that are met, the most common first if none are given."""
    if values is None:
        counts = Counter(value for value in met if value != UNKNOWN)
        ranked = sorted(counts, key=lambda value: (-counts[value], value))
        values = (UNKNOWN, *ranked[: MOST.get(name)])
    kept = Values(values)
    kept.of = function
    index = {value: number for number, value in enumerate(FIXED[KEY] if name == KEY else kept)}
    numbers = np.fromiter((index.get(value, 0) for value in met), np.int32, len(met))
    return Label(name, kept, numbers)


# -- keys -------------------------------------------------------------------------------


@cache
def _key(name: str) -> int:
    """The number of a key, from 1; those that sound alike have the same."""
    key = Key.from_name(name)
    return 1 + 12 * MODES.index(key.mode) + spelling.pitch_class(spelling.position(key.tonic))


def _moved(keys: np.ndarray, semitones: np.ndarray) -> np.ndarray:
    """The numbers of keys, each transposed; 0 stays.

    >>> _moved(np.array([0, 1, 24]), np.array([2, 2, 2])).tolist()
    [0, 3, 14]
    """
    modes, tonics = np.divmod(keys - 1, 12)
    return np.where(keys > 0, 1 + 12 * modes + (tonics + semitones) % 12, 0)


@cache
def _places(values: tuple[str, ...]) -> np.ndarray:
    """For every number of a key its index among values, 0 if it is not there."""
    places = np.zeros(1 + len(KEYS), np.int32)
    for index, value in enumerate(values):
        if value:
            places[_key(value)] = index
    return places
