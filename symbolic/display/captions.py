"""Text from files, made fit to be shown: one line, no control characters, not too long."""

from collections.abc import Sequence
from typing import TypeVar

from symbolic.score import Track

Named = TypeVar("Named")

NAME, TITLE, SENTENCE = 40, 80, 200  # the most characters shown of each


def caption(text: str, most: int = NAME) -> str:
    """Return what can be shown of a text, on one line.

    Control characters, lone surrogates and the marks that turn the direction of writing
    become spaces: they break XML or rearrange the words around them.

    >>> caption("Piano\\x00 \\u202eleft\\n")
    'Piano left'
    >>> caption("la " * 1000, 10)
    'la la la…'
    """
    head = text[: 4 * most]  # names of megabytes exist; do not walk through them
    line = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    if len(line) <= most and len(head) == len(text):
        return line
    return line[: most - 1].rstrip() + "…"


def track_name(track: Track, index: int) -> str:
    """What to call a track: its name or, without one, its place in `score.tracks`.

    >>> track_name(Track("Flute"), 0), track_name(Track(), 3), track_name(Track(is_drum=True), 0)
    ('Flute', 'track 3', 'drums')
    """
    return caption(track.name) or ("drums" if track.is_drum else f"track {index}")


def and_more(names: Sequence[Named], most: int) -> tuple[Sequence[Named], str]:
    """The first names, and how many there are after them in words.

    >>> and_more(["a", "b", "c"], 2), and_more(["a"], 2)
    ((['a', 'b'], 'and 1 more'), (['a'], ''))
    """
    left = len(names) - most
    return names[:most], f"and {left:,} more" if left > 0 else ""
