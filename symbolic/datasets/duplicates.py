"""Duplicates: pieces that are the music of an earlier one."""

from collections.abc import Iterable
from typing import NamedTuple

from symbolic.datasets.piece import Piece

EXACT = "the same music"
ALIKE = "the same music transposed, at another speed or played otherwise"


class Duplicate(NamedTuple):
    """A piece that is another one's music."""

    name: str
    of: str
    how: str


def duplicates(pieces: Iterable[Piece]) -> list[Duplicate]:
    """Every piece that is the music of an earlier one, the earliest it is."""
    exact: dict[int, str] = {}
    alike: dict[int, str] = {}
    found = []
    for piece in pieces:
        music, likeness, _ = piece.identity
        if music in exact:
            found.append(Duplicate(piece.name, exact[music], EXACT))
        elif likeness in alike:
            found.append(Duplicate(piece.name, alike[likeness], ALIKE))
        exact.setdefault(music, piece.name)
        alike.setdefault(likeness, piece.name)
    return found
