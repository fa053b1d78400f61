"""The w: field: syllables, and the notes that they are sung to."""

import re
from bisect import bisect_left
from collections.abc import Sequence

PIECES = re.compile(r"[^\s\-_*|]+-?|[-_*|]")
BAR = "|"
STAYS = {"-", "_", "*"}  # each takes a note that has no syllable of its own
HYPHEN, SPACE = "\0", "\1"  # stand for those that do not separate, until syllables are found


def read_syllables(text: str) -> list[str]:
    r"""The syllables of a line, "" where a note has none, "|" where a bar ends.

    >>> read_syllables(r"Hal-le-lu_jah, * of~the | day")
    ['Hal-', 'le-', 'lu', '', 'jah,', '', 'of the', '|', 'day']
    """
    text = text.replace(r"\-", HYPHEN).replace("~", SPACE)
    return [
        "" if piece in STAYS else piece.replace(HYPHEN, "-").replace(SPACE, " ")
        for piece in PIECES.findall(text)
    ]


def align(syllables: Sequence[str], notes: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Give syllables to notes: bar, place in the bar and text of each.

    Parameters
    ----------
    notes
        Bar and place of each note, in order. What is left over of either has no partner.

    Examples
    --------
    >>> align(["la", "|", "lu-", "la"], [(0, 0), (0, 1), (1, 0), (1, 1)])
    [(0, 0, 'la'), (1, 0, 'lu-'), (1, 1, 'la')]
    """
    found = []
    note = 0
    bar = notes[0][0] if notes else 0
    for syllable in syllables:
        if syllable == BAR:
            bar += 1
            note = max(note, bisect_left(notes, (bar, 0)))
        elif note < len(notes):
            if syllable:
                found.append((*notes[note], syllable))
            note += 1
    return found
