"""The grammar of byte pairs: a piece may follow where the base grammar lets all of it follow,
and where merging would leave the two as they are.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from symbolic.tokenizers.byte_pair.merging import Merger
from symbolic.tokenizers.byte_pair.neighbours import Neighbours
from symbolic.tokenizers.byte_pair.pieces import Pieces
from symbolic.tokenizers.grammar import Grammar

ROOM = 2**22  # numbers of state held at once
NONE = -1  # no piece yet


class Level(NamedTuple):
    """The beginnings of one length of all pieces, as a level of a tree."""

    parent: np.ndarray  # the beginning one token shorter, by its place in the level before
    token: np.ndarray  # the last base token
    piece: np.ndarray  # the piece that ends here, or -1
    leads_on: np.ndarray  # whether a piece goes on from here


class BytePairGrammar(Grammar):
    """The base grammar, piece by piece, where merging would cut into these pieces.

    Of the many ways to cut a line into pieces it admits the one that `BytePairTokenizer.encode`
    writes, as far as the base grammar is exact. A state is the base grammar's, and the last piece.

    A base grammar never gets stuck, but this one can where few tokens may follow: if all of them
    merge with the last piece, it should have been another, and nothing may follow then.

    The special tokens that come after all pieces are never admitted and change nothing.
    """

    def __init__(self, base: Grammar, pieces: Pieces, merger: Merger, framing: int = 0):
        super().__init__(len(pieces) + framing)
        self._base, self._pieces, self._merger = base, pieces, merger
        self._alphabet = base.size - framing
        numbered = list(enumerate(pieces.runs))[self._alphabet :]
        self._levels = _tree({run: number for number, run in numbered})

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._pieces, self._merger)

    def start(self, batch: int) -> np.ndarray:
        """The base grammar's state, and no piece."""
        return _joined(self._base.start(batch), np.full(batch, NONE))

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after all tokens of a piece in every sequence."""
        state = state.copy()
        said = np.flatnonzero(ids < len(self._pieces))
        base, ids = state[said, :-1], ids[said]
        lengths = self._pieces.lengths[ids]
        for k in range(lengths.max(initial=0)):
            rows = np.flatnonzero(lengths > k)
            base[rows] = self._base.advance(base[rows], self._pieces.token(ids[rows], k))
        state[said] = _joined(base, ids)
        return state

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Where the base grammar may end."""
        return self._base.complete(state[:, :-1])

    def bars(self, state: np.ndarray) -> np.ndarray | None:
        """As the base grammar counts them."""
        return self._base.bars(state[:, :-1])

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which pieces may follow: what the base grammar admits, unless it would merge."""
        mask = self._let_through(state[:, :-1])
        if self._pieces.merges:
            mask[:, self._neighbours.unwritten] = False
            for row, last in zip(mask, state[:, -1].tolist(), strict=True):
                if last != NONE:
                    row[self._neighbours.barred(last)] = False
        return mask

    def admits(self, ids) -> bool:
        """Whether a whole sequence keeps to the grammar: found without a mask for every piece."""
        ids = np.asarray(ids, np.int64).reshape(-1)
        if len(ids) and not 0 <= ids.min() <= ids.max() < len(self._pieces):
            return False
        tokens = self._pieces.expand(ids)
        return np.array_equal(self._merger.merge(tokens), ids) and self._base.admits(tokens)

    def _let_through(self, state: np.ndarray) -> np.ndarray:
        """What the base grammar admits: all pieces are tried at once, a token further at a time."""
        mask = np.zeros((len(state), self.size), bool)
        widest = max((len(level.token) for level in self._levels), default=1)
        rows = max(1, ROOM // (widest * max(state.shape[1], self._base.size)))
        for begin in range(0, len(state), rows):
            self._fill(mask[begin : begin + rows], state[begin : begin + rows])
        return mask

    def _fill(self, mask: np.ndarray, state: np.ndarray) -> None:
        open_tokens = self._base.mask(state)
        mask[:, : self._alphabet] = open_tokens[:, : self._alphabet]
        branch = np.arange(len(state))[:, None]  # for every row and beginning, its state
        for level in self._levels:
            before = branch[:, level.parent]
            is_open = (before >= 0) & open_tokens[before, level.token]
            ends = level.piece >= 0
            mask[:, level.piece[ends]] = is_open[:, ends]
            rows, places = np.nonzero(is_open & level.leads_on)
            if len(rows) == 0:
                return
            state = self._base.advance(state[before[rows, places]], level.token[places])
            open_tokens = self._base.mask(state)
            branch = np.full(is_open.shape, -1)
            branch[rows, places] = np.arange(len(rows))


def _joined(base: np.ndarray, last: np.ndarray) -> np.ndarray:
    """A state: the base grammar's, and the last piece of each sequence."""
    return np.column_stack([base, last])


def _tree(pieces: dict[tuple[int, ...], int]) -> list[Level]:
    """The tree of the beginnings of pieces, given with their numbers, level by level."""
    longest = max(map(len, pieces), default=0)
    beginnings = [sorted({run[:k] for run in pieces if len(run) >= k}) for k in range(longest + 1)]
    levels = []
    for k in range(1, longest + 1):
        place = {run: number for number, run in enumerate(beginnings[k - 1])}
        inner = {run[:k] for run in pieces if len(run) > k}
        levels.append(
            Level(
                np.array([place[run[:-1]] for run in beginnings[k]]),
                np.array([run[-1] for run in beginnings[k]]),
                np.array([pieces.get(run, -1) for run in beginnings[k]]),
                np.array([run in inner for run in beginnings[k]]),
            )
        )
    return levels
