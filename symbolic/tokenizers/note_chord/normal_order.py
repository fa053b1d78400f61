"""The normal order of a set of pitch classes, as music21 gives it, for all 4,096 sets."""

from functools import cache

OCTAVE = 12


def normal_order(pitch_classes: set[int] | frozenset[int]) -> tuple[int, ...]:
    """Arrange pitch classes in their most compact order, as Forte does.

    Of the circular orders the one that spans least is taken; of several, that with the
    smallest second step from its first note, then the smallest third, ...; of sets that look
    the same from several notes, that which begins lowest.

    >>> normal_order({0, 4, 7}), normal_order({11, 2, 5, 7})
    ((0, 4, 7), (11, 2, 5, 7))
    """
    ascending = sorted(pitch_classes)
    orders = [tuple(ascending[i:] + ascending[:i]) for i in range(len(ascending))]
    return min(orders, key=_compactness, default=())


def _compactness(order: tuple[int, ...]) -> tuple[int, ...]:
    steps = [(pitch_class - order[0]) % OCTAVE for pitch_class in order]
    return (steps[-1], *steps, order[0])


@cache
def normal_orders() -> tuple[tuple[int, ...], ...]:
    """The normal order of every set; pitch class p is bit p of a set's number.

    >>> normal_orders()[0b10010001]
    (0, 4, 7)
    """
    sets = ({p for p in range(OCTAVE) if number >> p & 1} for number in range(2**OCTAVE))
    return tuple(normal_order(pitch_classes) for pitch_classes in sets)
