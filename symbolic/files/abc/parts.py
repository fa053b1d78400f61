"""The P: field: the parts of a tune, and the order in which they are played."""

import re
from collections.abc import Mapping, Sequence

from symbolic.files.playing.order import LONGEST, Signs, playing_order

ORDER = re.compile(r"[A-Za-z\d()\s.*]*")
PIECES = re.compile(r"[A-Za-z]|\d{1,3}|[()]")


def read_order(text: str) -> list[str]:
    """The parts in the order in which they are played; empty if the text tells no order.

    >>> "".join(read_order("(A2.B)2C"))
    'AABAABC'
    """
    if not ORDER.fullmatch(text):
        return []
    open_: list[list[str]] = [[]]
    last: list[str] = []  # what a number repeats
    for piece in PIECES.findall(text):
        if piece == "(":
            open_.append([])
            last = []
        elif piece.isdigit():
            times = min(int(piece), LONGEST // max(len(last), 1) + 1) - 1
            open_[-1] += last * max(times, 0)
            last = []
        else:
            if piece != ")":
                last = [piece]
            else:
                last = open_.pop() if len(open_) > 1 else []
            open_[-1] += last
        if len(open_[-1]) > LONGEST:
            return []
    return [part for level in open_ for part in level]


def order_of_parts(
    signs: Sequence[Signs], begins: Mapping[str, int], order: Sequence[str]
) -> list[int]:
    """The bars as they are played, part by part, each with its repeats.

    Where a part is played as often in a row as it has endings, it is played with its endings
    in turn: that is how ABC writes more than two of them.

    Parameters
    ----------
    signs
        Of all bars.
    begins
        The bar that each part begins with.
    order
        The parts, as they follow one another.
    """
    starts = sorted({*begins.values(), len(signs)})
    once = {}
    for name, begin in begins.items():
        end = starts[starts.index(begin) + 1] if begin < len(signs) else begin
        once[name] = [begin + bar for bar in playing_order(signs[begin:end])]
    played = list(range(starts[0]))  # what comes before the first part
    for name, times in _runs(part for part in order if part in once):
        part = once[name]
        endings = max((max(signs[bar].endings, default=0) for bar in part), default=0)
        played += part * (1 if times == endings else times)
        if len(played) > LONGEST:
            break
    return played


def _runs(order) -> list[tuple[str, int]]:
    """Each part with the number of times that it comes in a row."""
    runs: list[tuple[str, int]] = []
    for name in order:
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + 1)
        else:
            runs.append((name, 1))
    return runs
