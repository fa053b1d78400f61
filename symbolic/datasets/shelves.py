"""Shelves: where a corpus finds the scores of its pieces."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from symbolic.datasets.items import Item, is_records, read_item
from symbolic.datasets.piece import Piece
from symbolic.errors import SymbolicError
from symbolic.files.tfrecord import read_tfrecord, record_places
from symbolic.score import Score

WITHIN_REACH = 2_000_000  # notes of files read lately that are kept in memory: 48 MB
GONE = "{} is no longer in its file: read the folder again"


class Shelf(Protocol):
    """Gives the score of a piece."""

    def score(self, piece: Piece) -> Score:
        """The score."""
        ...


class Held:
    """Scores in memory; a piece's place is the score's number."""

    def __init__(self, scores: Sequence[Score]):
        self._scores = scores

    def score(self, piece: Piece) -> Score:
        """The score."""
        return self._scores[piece.place]


class Edited:
    """Scores of another shelf, each edited when it is asked for."""

    def __init__(self, shelf: Shelf, edit: Callable[[Score], Score]):
        self._shelf, self._edit = shelf, edit

    def score(self, piece: Piece) -> Score:
        """The score."""
        return self._edit(self._shelf.score(piece))


class Files:
    """Files that are read when they are asked for; a piece's place is its item and number."""

    def __init__(self) -> None:
        self._lately: OrderedDict[Item, list[Score]] = OrderedDict()
        self._notes = 0
        self._places: dict[Item, list[tuple[int, int]] | None] = {}

    def score(self, piece: Piece) -> Score:
        """The score."""
        item, number = piece.place
        if is_records(item) and (places := self._places_in(item)) is not None:
            return _recorded(piece, item, places[number : number + 1])
        scores = self._lately.get(item)
        if scores is None:
            scores = self._read(item)
        else:
            self._lately.move_to_end(item)
        if number >= len(scores):
            raise SymbolicError(GONE.format(piece.name))
        return scores[number]

    def _places_in(self, item: Item) -> list[tuple[int, int]] | None:
        if item not in self._places:
            self._places[item] = record_places(item.path)
        return self._places[item]

    def _read(self, item: Item) -> list[Score]:
        scores = [score for _, score in read_item(item)]
        self._lately[item] = scores
        self._notes += _notes(scores)
        while self._notes > WITHIN_REACH and len(self._lately) > 1:
            _, gone = self._lately.popitem(last=False)
            self._notes -= _notes(gone)
        return scores

    def __getstate__(self) -> dict:
        return {}  # another process reads for itself

    def __setstate__(self, state: dict) -> None:
        self.__init__()  # type: ignore[misc]


def _recorded(piece: Piece, item: Item, places: list[tuple[int, int]]) -> Score:
    """The one score at a place in a TFRecord."""
    for offset, length in places:
        with open(item.path, "rb") as file:
            file.seek(offset)
            [score] = read_tfrecord(file.read(length))
            return score
    raise SymbolicError(GONE.format(piece.name))


def _notes(scores: list[Score]) -> int:
    return sum(len(score.notes) for score in scores)
