"""Notes as rectangles: where each of them begins and ends in a picture, and its corners."""

from typing import Any

import numpy as np

from symbolic.score import Score

HALF = 0.44  # half the height of a note; a row has the height 1
GAP = 1 / 800  # of the width: left free behind a note, to part it from the next of its pitch
SHORTEST = 1 / 700  # of the width: shorter notes are drawn that long, to be seen


def spans(
    score: Score, notes: np.ndarray, width: float, gap: float = GAP
) -> tuple[np.ndarray, np.ndarray]:
    """Where notes begin and end in a picture so many quarters wide, in quarters.

    Of a small picture more of the width has to be left free.
    """
    start = score.timeline.ticks_to_quarters(notes["start"])
    end = score.timeline.ticks_to_quarters(notes["start"] + notes["duration"])
    end = np.maximum(end - np.minimum(gap * width, (end - start) / 5), start + SHORTEST * width)
    return start, end


def boxes(left, right, middle, half: float) -> Any:
    """The corners of rectangles, as an array of four points each.

    Collections take an array faster than a list, though their types do not say so.
    """
    x = np.stack([left, right, right, left], axis=1)
    y = np.stack([middle - half, middle - half, middle + half, middle + half], axis=1)
    return np.stack([x, y], axis=2)
