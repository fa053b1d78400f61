"""The grammar of byte pairs: a piece may follow where the base grammar lets all of it follow."""

from typing import NamedTuple

import numpy as np

from symbolic.tokenizers.byte_pair.pieces import Pieces
from symbolic.tokenizers.grammar import Grammar

ROOM = 2**22  # numbers of state held at once


class Level(NamedTuple):
    """The beginnings of one length of all pieces, as a level of a tree."""

    parent: np.ndarray  # the beginning one token shorter, by its place in the level before
    token: np.ndarray  # the last base token
    piece: np.ndarray  # the piece that ends here, or -1
    leads_on: np.ndarray  # whether a piece goes on from here


class BytePairGrammar(Grammar):
    """The base grammar, piece by piece.

    It holds whatever the merges: sequences that the base tokenizer writes, cut into pieces in
    any way, so it admits more than `BytePairTokenizer.encode` writes, which cuts in one way.
    What it admits always decodes as the base grammar promises.
    """

    def __init__(self, base: Grammar, pieces: Pieces):
        super().__init__(len(pieces))
        self._base, self._pieces = base, pieces
        numbered = list(enumerate(pieces.runs))[base.size :]
        self._levels = _tree({run: number for number, run in numbered})

    def start(self, batch: int) -> np.ndarray:
        """The base grammar's state."""
        return self._base.start(batch)

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The base grammar's state after all tokens of a piece."""
        state = state.copy()
        lengths = self._pieces.lengths[ids]
        for k in range(lengths.max(initial=0)):
            rows = np.flatnonzero(lengths > k)
            state[rows] = self._base.advance(state[rows], self._pieces.token(ids[rows], k))
        return state

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Where the base grammar may end."""
        return self._base.complete(state)

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which pieces may follow: all pieces at once are tried, a token further at a time."""
        mask = np.zeros((len(state), self.size), bool)
        widest = max((len(level.token) for level in self._levels), default=1)
        rows = max(1, ROOM // (widest * max(state.shape[1], self._base.size)))
        for begin in range(0, len(state), rows):
            self._fill(mask[begin : begin + rows], state[begin : begin + rows])
        return mask

    def _fill(self, mask: np.ndarray, state: np.ndarray) -> None:
        open_tokens = self._base.mask(state)
        mask[:, : self._base.size] = open_tokens
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
