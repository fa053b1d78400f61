"""Notes as horizontal strokes: few enough for a page, however many notes there are.

A stroke is a run of columns in one row, drawn in one ink (a colour at one opacity). Notes
that share ink and touch become one stroke. If there are still too many, the columns grow
wider; at the widest, every cell of the picture belongs to one stroke only.
"""

from dataclasses import dataclass

import numpy as np

FINE = (1900, 950, 475)  # columns across the picture, from best to coarsest
WIDEST = 200  # 200 columns x 128 rows are fewer strokes than STROKES by themselves
LEAST = 3  # fine columns that the shortest note takes, to be seen
STROKES = 17_000  # a stroke takes up to 14 bytes of SVG


@dataclass(frozen=True)
class Strokes:
    """Strokes in the order of ink, row and column.

    Attributes
    ----------
    columns
        How many columns the picture has.
    ink, row, start, end
        One value for each stroke; the column `end` is not in it.
    """

    columns: int
    ink: np.ndarray
    row: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.ink)


def strokes(start: np.ndarray, end: np.ndarray, row: np.ndarray, ink: np.ndarray) -> Strokes:
    """Draw notes as at most `STROKES` strokes.

    Parameters
    ----------
    start, end
        Where each note begins and ends, as a share of the picture's width.
    row, ink
        Its row, from 0 to 127, and the number of its ink.

    Examples
    --------
    >>> half = strokes(np.array([0, .4]), np.array([.4, .5]), np.zeros(2, int), np.zeros(2, int))
    >>> half.columns, half.start.tolist(), half.end.tolist()
    (1900, [0, 760], [759, 949])
    """
    for columns in FINE:
        # A column left free behind each note parts it from the next one of its pitch.
        free, least = (1, LEAST) if columns == FINE[0] else (0, 1)
        drawn = _merged(start, end, row, ink, columns, free, least)
        if len(drawn) <= STROKES:
            return drawn
    return _painted(_merged(start, end, row, ink, WIDEST, 0, 1))


def _merged(start, end, row, ink, columns: int, free: int, least: int) -> Strokes:
    """One stroke for all notes of one ink and row that touch."""
    first = np.clip((start * columns).astype(np.int64), 0, columns - 1)
    last = np.clip(np.rint(end * columns).astype(np.int64) - free, first + least, columns)
    line = (ink.astype(np.int64) * 128 + row) * (columns + 2)  # two apart: lines never touch
    order = np.argsort(line + first)
    begin, reach = (line + first)[order], np.maximum.accumulate((line + last)[order])
    opens = np.flatnonzero(np.append(True, begin[1:] > reach[:-1])[: len(begin)])
    closes = np.append(opens[1:], len(begin))[: len(opens)] - 1
    lines, first = np.divmod(begin[opens], columns + 2)
    return Strokes(columns, lines // 128, lines % 128, first, reach[closes] % (columns + 2))


def _painted(drawn: Strokes) -> Strokes:
    """The strokes painted one over the other and read off again.

    Chance, always the same, says which is on top: so the colours keep their shares.
    """
    chance = np.random.default_rng(0).permutation(len(drawn))
    ink, row, start = drawn.ink[chance], drawn.row[chance], drawn.start[chance]
    lengths = drawn.end[chance] - start
    within = np.arange(lengths.sum()) - np.repeat(lengths.cumsum() - lengths, lengths)
    page = np.full((128, drawn.columns + 1), -1)  # the last column stays blank: rows end there
    page.flat[np.repeat(row * page.shape[1] + start, lengths) + within] = np.repeat(ink, lengths)
    ink = page.ravel()
    edges = np.flatnonzero(np.diff(ink, prepend=-1, append=-1))
    opens, closes = edges[:-1], edges[1:]
    inked = ink[opens] >= 0
    opens, closes = opens[inked], closes[inked]
    order = np.argsort(ink[opens], kind="stable")
    opens, closes = opens[order], closes[order]
    row, start = np.divmod(opens, page.shape[1])
    return Strokes(drawn.columns, ink[opens], row, start, start + closes - opens)
