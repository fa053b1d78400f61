"""What windows with labels would tell of whole scores: for whoever asks a model for their like."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.piece import Piece
from symbolic.datasets.windows.labels import FACTS, FIXED, KEY, Label, Values
from symbolic.score import Score


def told_of(
    scores: Iterable[Score], labels: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The value of each label for every score; "" where it is none of the label's values.

    Labels that are no facts are left out: of their functions nothing is known here.

    Examples
    --------
    >>> score = Score(480, notes=[(0, 480, p, 80, 0) for p in (60, 64, 67)], meters=[(0, 3, 4)])
    >>> told_of([score], {"meter": ("", "4/4", "3/4"), "key": ("", "C major"), "mood": ("", "sad")})
    {'meter': ('3/4',), 'key': ('C major',)}
    """
    pieces = [Piece(score.title, facts_of(score), identity_of(score)) for score in scores]
    every, unmoved = np.arange(len(pieces)), np.zeros(len(pieces), np.int64)
    found = {}
    for name, values in labels.items():
        if name in FACTS:
            numbered = FIXED[KEY] if name == KEY else values  # keys go by sound, however written
            number = {value: place for place, value in enumerate(numbered)}
            known = [number.get(FACTS[name](piece), 0) for piece in pieces]
            label = Label(name, Values(values), np.array(known, np.int32))
            found[name] = tuple(values[index] for index in label.of(every, unmoved))
    return found
