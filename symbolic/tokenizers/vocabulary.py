"""The vocabulary: which number stands for which readable token."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from symbolic.errors import SymbolicError

SPECIAL = ("pad", "start", "end")  # the tokens that frame a piece: no `encode` writes them


class Kind:
    """A run of neighbouring tokens that say the same sort of thing: pitches, durations, ...

    Attributes
    ----------
    name
        What the tokens say.
    first, count
        Their ids are first, first + 1, ..., in the order of the values.
    """

    def __init__(self, name: str, first: int, labels: Sequence[str]):
        self.name = name
        self.first = first
        self.labels = tuple(labels)
        self.count = len(self.labels)

    @property
    def ids(self) -> range:
        """All ids of this kind."""
        return range(self.first, self.first + self.count)

    def __repr__(self) -> str:
        return f"<Kind {self.name}: {self.count} tokens from {self.first}>"


class Vocabulary:
    """Tokens, numbered from 0, in kinds.

    Parameters
    ----------
    kinds
        Name of each kind and the labels of its tokens; a token's name is "kind label". A kind
        with one token and no label is named by the kind alone.

    Examples
    --------
    >>> vocabulary = Vocabulary({"bar": [""], "pitch": range(60, 63)})
    >>> list(vocabulary)
    ['bar', 'pitch 60', 'pitch 61', 'pitch 62']
    >>> vocabulary.id("pitch 61"), vocabulary[2], vocabulary.names([0, 3])
    (2, 'pitch 61', ['bar', 'pitch 62'])
    """

    def __init__(self, kinds: dict[str, Iterable]):
        self.kinds: dict[str, Kind] = {}
        names: list[str] = []
        for name, labels in kinds.items():
            kind = Kind(name, len(names), [str(label) for label in labels])
            self.kinds[name] = kind
            names += [f"{name} {label}".strip() for label in kind.labels]
        self._names = tuple(names)

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._names)}

    @cached_property
    def kind_of(self) -> np.ndarray:
        """For every id, the number of its kind in the order of `kinds`."""
        counts = [kind.count for kind in self.kinds.values()]
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def value_of(self) -> np.ndarray:
        """For every id, its place within its kind, from 0."""
        first = np.array([kind.first for kind in self.kinds.values()], int)
        return np.arange(len(self)) - first[self.kind_of]

    def id(self, name: str) -> int:
        """The number of a token."""
        try:
            return self._ids[name]
        except KeyError:
            raise SymbolicError(f"there is no token {name!r} in this vocabulary") from None

    def names(self, ids: Iterable[int]) -> list[str]:
        """The names of some tokens; a number that is none is shown as such."""
        size = len(self)
        return [
            self._names[i] if 0 <= i < size else f"({i}?)" for i in np.asarray(ids, int).tolist()
        ]

    @overload
    def __getitem__(self, token: int) -> str: ...
    @overload
    def __getitem__(self, token: str) -> int: ...
    def __getitem__(self, token):
        return self.id(token) if isinstance(token, str) else self._names[token]

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self._names == other._names

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        kinds = ", ".join(f"{kind.name} {kind.count}" for kind in self.kinds.values())
        return f"<Vocabulary: {len(self)} tokens: {kinds}>"
