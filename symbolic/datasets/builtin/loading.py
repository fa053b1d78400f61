"""Load a corpus by its name: read where music21 keeps it, once, then from the cache."""

import importlib.metadata
import importlib.util
import os
import sys
import warnings
from functools import partial
from pathlib import Path

from symbolic.datasets.builtin.cache import cache_folder
from symbolic.datasets.builtin.known import BUILTIN, DOWNLOADS, BuiltIn
from symbolic.datasets.builtin.store import read_store, write_store
from symbolic.datasets.corpus import Corpus
from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.items import Item, read_item
from symbolic.datasets.piece import Piece
from symbolic.datasets.processes import mapped
from symbolic.datasets.shelves import Held
from symbolic.errors import SymbolicError
from symbolic.score import Score

RECIPE = 2  # to be raised when the same files give other scores, facts or identities
RUN = 2**16  # bytes of small files that are read at a time

Looked = list[tuple[Piece, Score]]


def load_corpus(name: str | os.PathLike) -> Corpus:
    """A built-in corpus by its name: "folk", "chorales" or "essen".

    The first time it is read from the installed music21 (folk: seconds), then from the cache.

    Examples
    --------
    >>> load_corpus("folks")
    Traceback (most recent call last):
    ...
    symbolic.errors.SymbolicError: there is no corpus 'folks'; built in are folk, chorales, essen;
    known to download are lakh, maestro, groove, pop909, giantmidi, adl, nottingham
    """
    known = BUILTIN.get(str(name))
    if known is None:
        raise SymbolicError(unknown(str(name)))
    if known.notice:
        warnings.warn(known.notice, stacklevel=2)
    place = place_of(known)
    found = read_store(place)
    if found is None:
        pieces, scores = _read(known)
        try:
            write_store(place, pieces, scores)
        except SymbolicError as error:
            warnings.warn(f"{error}; the corpus will be read anew the next time", stacklevel=2)
            return Corpus(pieces, Held(scores), known.name)
        found = read_store(place)
        assert found is not None
    return Corpus(*found, known.name)


def place_of(known: BuiltIn) -> Path:
    """The folder of the cache that a corpus is kept in, or will be."""
    return cache_folder() / "corpora" / f"{known.name}-{RECIPE}-{_version()}"


def unknown(name: str) -> str:
    """One sentence about a corpus that is not built in: where it is, or that there is none."""
    if name in DOWNLOADS:
        known = DOWNLOADS[name]
        return (
            f"{name}: {known.title} is not part of symbolic: get it from {known.where} "
            f"(licence: {known.licence}), then run: {known.prepare}"
        )
    return (
        f"there is no corpus {name!r}; built in are {', '.join(BUILTIN)}; "
        f"known to download are {', '.join(DOWNLOADS)}"
    )


def _music21() -> Path:
    """Where music21 keeps its corpus, found without the second that importing it takes."""
    spec = importlib.util.find_spec("music21")
    if spec is None or not spec.submodule_search_locations:
        raise SymbolicError("the built-in corpora lie in music21: pip install music21")
    return Path(spec.submodule_search_locations[0], "corpus")


def _version() -> str:
    _music21()
    return f"music21-{importlib.metadata.version('music21')}"


def _items(known: BuiltIn) -> list[Item]:
    root = _music21()
    found = []
    for folder in known.folders:
        for path in (root / folder).glob(f"*{known.suffix}"):
            facts = path.stat()
            name = path.relative_to(root).as_posix()
            found.append(Item(name, str(path), "", facts.st_size, facts.st_mtime_ns))
    if not found:
        raise SymbolicError(f"the installed music21 has no {', '.join(known.folders)} in {root}")
    return sorted(found)


def _read(known: BuiltIn) -> tuple[list[Piece], list[Score]]:
    """Every piece of a corpus, in the order of the files' names."""
    from tqdm import tqdm

    items = _items(known)
    pieces: list[Piece] = []
    scores: list[Score] = []
    look_at = partial(_look_at, work=known.work)
    with tqdm(
        total=known.pieces, desc=known.name, unit="piece", disable=None, file=sys.stderr
    ) as bar:
        for looked in mapped(look_at, _runs(items), os.cpu_count() or 1):
            for piece, score in looked:
                pieces.append(_placed(piece, len(pieces)))
                scores.append(score)
            bar.update(len(looked))
    return pieces, scores


def _runs(items: list[Item]) -> list[list[Item]]:
    """Items in runs of about the same size, so that no process waits for another."""
    runs: list[list[Item]] = []
    filled = RUN
    for item in items:
        if filled + item.size > RUN:
            runs.append([])
            filled = 0
        runs[-1].append(item)
        filled += item.size
    return runs


def _look_at(items: list[Item], work: int) -> Looked:
    return [
        (Piece(name, facts_of(score), identity_of(score), _work(name, work)), score)
        for item in items
        for name, score in read_item(item)
    ]


def _work(name: str, parts: int) -> str:
    return ".".join(name.split(".")[:parts])


def _placed(piece: Piece, number: int) -> Piece:
    return Piece(piece.name, piece.facts, piece.identity, piece.work, number)
