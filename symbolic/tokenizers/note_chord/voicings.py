"""Voicings: the chords that have a token of their own, found note by note from the lowest."""

from collections.abc import Sequence

import numpy as np

from symbolic.tokenizers.note_chord.groups import Groups

ROOT, ELSEWHERE = 0, 1  # no note yet; on no way to any chord, whatever follows
NONE = -1


class Voicings:
    """A tree of chords: from a node, each pitch leads to the node of the notes so far.

    Parameters
    ----------
    chords
        The pitches of each chord, from the lowest; unisons may repeat.

    Attributes
    ----------
    child
        For every node and pitch, the next node.
    number_at
        The number of the chord that each node completes, or NONE.

    Examples
    --------
    >>> voicings = Voicings([(60, 64, 67)])
    >>> node = ROOT
    >>> for pitch in (60, 64, 67):
    ...     node = voicings.child[node, pitch]
    >>> int(voicings.number_at[node]), int(voicings.child[node, 70]) == ELSEWHERE
    (0, True)
    """

    def __init__(self, chords: Sequence[tuple[int, ...]]):
        self.longest = max(map(len, chords), default=0)
        ways: dict[tuple[int, int], int] = {}
        ends = []
        for chord in chords:
            node = ROOT
            for pitch in chord:
                node = ways.setdefault((node, pitch), len(ways) + 2)
            ends.append(node)
        self.child = np.full((len(ways) + 2, 128), ELSEWHERE, np.int32)
        for (node, pitch), after in ways.items():
            self.child[node, pitch] = after
        self.number_at = np.full(len(self.child), NONE, np.int32)
        self.number_at[ends] = np.arange(len(ends))

    def find(self, groups: Groups) -> np.ndarray:
        """The number of each group's chord, or NONE. A pass for every note of the longest."""
        found = np.full(len(groups), NONE, np.int32)
        rows = np.flatnonzero((groups.size > 1) & (groups.size <= self.longest))
        places = groups.first[rows]
        sizes = groups.size[rows]
        nodes = np.full(len(rows), ROOT, np.int32)
        for depth in range(1, self.longest + 1):
            if len(rows) == 0:
                break
            nodes = self.child[nodes, groups.pitch[places]]
            whole = sizes == depth
            found[rows[whole]] = self.number_at[nodes[whole]]
            going = ~whole & (nodes != ELSEWHERE)
            rows, places, sizes, nodes = rows[going], places[going] + 1, sizes[going], nodes[going]
        return found
