"""From a folder of files to a corpus: every file read once, to learn what it holds."""

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from symbolic.datasets.corpus import Corpus
from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.items import Item, Skipped, is_records, read_item, walk
from symbolic.datasets.piece import Piece, work_of
from symbolic.datasets.processes import mapped
from symbolic.datasets.shelves import Files
from symbolic.errors import SymbolicError
from symbolic.files.tfrecord import record_places

FEW = 600  # files that one process has read before others have started
SILENT = "there is no note in it"
AT_ONCE = 64  # files handed to a process at a time

Looked = tuple[list[Piece], list[Skipped]]


def from_folder(
    folder: str | os.PathLike, workers: int | None = None, progress: bool | None = None
) -> Corpus:
    """The corpus of everything readable below a folder. See `Corpus.from_folder`."""
    found = walk(folder)
    pieces: list[Piece] = []
    skipped = list(found.skipped)
    for some, passed in _looked_at(found.items, workers, progress):
        pieces += some
        skipped += passed
    if not pieces:
        raise SymbolicError(nothing_in(folder, skipped))
    return Corpus(pieces, Files(), Path(folder).name, sorted(skipped))


def nothing_in(folder: str | os.PathLike, skipped: list[Skipped]) -> str:
    """One sentence about a folder in which there is no music."""
    if not skipped:
        return f"{folder}: there is no file of music in it (.mid, .musicxml, .abc, ..., .zip, .tar)"
    name, reason = skipped[0]
    return f"{folder}: none of the {len(skipped)} files in it could be read; {name}: {reason}"


def look_at(item: Item) -> Looked:
    """The pieces of a file, or why it was skipped."""
    pieces: list[Piece] = []
    skipped: list[Skipped] = []
    try:
        for number, (name, score) in enumerate(read_item(item)):
            if len(score.notes) == 0:
                skipped.append(Skipped(name, SILENT))
                continue
            place = (item, number)
            pieces.append(Piece(name, facts_of(score), identity_of(score), work_of(name), place))
    except (SymbolicError, MemoryError) as error:
        told = Skipped(item.name, reason_of(item, error))
        # What stands before the damage in a TFRecord is whole, and may be most of a collection.
        if pieces and is_records(item) and record_places(item.path) is not None:
            return pieces, [*skipped, told]
        return [], [told]
    return pieces, skipped


def reason_of(item: Item, error: Exception) -> str:
    """An error's sentence without the name that stands before it in a table."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text.removeprefix(f"{item.name}: ")


def _looked_at(items: list[Item], workers: int | None, progress: bool | None) -> Iterator[Looked]:
    from tqdm import tqdm

    if workers is None:
        workers = (os.cpu_count() or 1) if len(items) > FEW else 1
    disable = None if progress is None else not progress
    with tqdm(total=len(items), unit="file", disable=disable, file=sys.stderr) as bar:
        for looked in _all_looked_at(items, workers):
            bar.update()
            yield looked


def _all_looked_at(items: list[Item], workers: int) -> Iterator[Looked]:
    if workers <= 1:
        yield from map(look_at, items)
        return
    runs = [items[first : first + AT_ONCE] for first in range(0, len(items), AT_ONCE)]
    yield from chain.from_iterable(mapped(_look_at_all, runs, workers))


def _look_at_all(items: list[Item]) -> list[Looked]:
    return [look_at(item) for item in items]
