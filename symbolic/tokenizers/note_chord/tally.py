"""Counting the voicings of a corpus."""

from collections import Counter

import numpy as np

from symbolic.tokenizers.note_chord.groups import Groups

Voicing = tuple[int, ...]


def tally(groups: Groups) -> Counter[Voicing]:
    """How often each voicing of two notes or more occurs."""
    counts: Counter[Voicing] = Counter()
    pitch = groups.pitch.astype(np.uint8)
    for size in np.unique(groups.size[groups.size > 1]).tolist():
        first = groups.first[groups.size == size]
        rows = pitch[first[:, None] + np.arange(size)]
        distinct, times = np.unique(rows.view(f"V{size}").ravel(), return_counts=True)
        for row, count in zip(distinct.tolist(), times.tolist(), strict=True):
            counts[tuple(row)] += count
    return counts


def most_common(counts: Counter, size: int) -> list:
    """The `size` most frequent; of equally frequent ones, those that sort first."""
    return sorted(counts, key=lambda one: (-counts[one], one))[:size]
