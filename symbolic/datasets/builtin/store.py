"""The store: many small scores in a few arrays, so that all of them load in a blink."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from symbolic.datasets.facts import Facts
from symbolic.datasets.identity import Identities, Identity, stacked
from symbolic.datasets.piece import Piece
from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.tables import TABLES, sealed

FORMAT = 2
WITH_TEXT = [name for name, dtype in TABLES.items() if dtype.hasobject]
NUMERIC = [name for name in TABLES if name not in WITH_TEXT]


def write_store(folder: Path, pieces: Sequence[Piece], scores: Sequence[Score]) -> None:
    """Write pieces and their scores into a new folder, which appears when it is whole."""
    aside = folder.with_name(f"{folder.name}-{uuid4().hex}.part")
    try:
        aside.mkdir(parents=True)
        for name in NUMERIC:
            tables = [getattr(score, name) for score in scores]
            np.save(aside / f"{name}.npy", np.concatenate(tables))
            np.save(aside / f"{name}.ends.npy", np.cumsum([len(table) for table in tables]))
        for name, column in stacked([piece.identity for piece in pieces])._asdict().items():
            np.save(aside / f"{name}.npy", column)
        described = [_described(*pair) for pair in zip(pieces, scores, strict=True)]
        kept = {"format": FORMAT, "pieces": described}
        (aside / "pieces.json").write_text(json.dumps(kept), encoding="utf-8")
        _put_in_place(aside, folder)
    except OSError as error:
        raise SymbolicError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_store(folder: Path) -> tuple[list[Piece], "Store"] | None:
    """The pieces of a store and the shelf of their scores; None if there is none that is whole."""
    try:
        kept = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            return None
        known = Identities(*(np.load(folder / f"{name}.npy") for name in Identities._fields))
        store = Store(folder, kept["pieces"])
        rows = zip(*(column.tolist() for column in known), strict=True)
        pieces = [
            Piece(
                row["name"], Facts.from_row(row["facts"]), Identity(m, k, tuple(s)), row["work"], n
            )
            for n, (row, (m, k, s)) in enumerate(zip(kept["pieces"], rows, strict=True))
        ]
    except (OSError, ValueError, KeyError, TypeError):  # cut off or meddled with: made again
        return None
    return pieces, store


class Store:
    """The scores of a store; a piece's place is the score's number."""

    def __init__(self, folder: Path, described: list[dict[str, Any]]):
        self._folder, self._described = folder, described
        self._tables = {name: sealed(np.load(folder / f"{name}.npy")) for name in NUMERIC}
        self._ends = {name: np.load(folder / f"{name}.ends.npy") for name in NUMERIC}

    def score(self, piece: Piece) -> Score:
        """The score: views of the arrays."""
        number = piece.place
        row = self._described[number]
        built = {}
        for name in NUMERIC:
            ends = self._ends[name]
            begin = int(ends[number - 1]) if number else 0
            built[name] = sealed(self._tables[name][begin : int(ends[number])])
        for name, rows in row["texts"].items():
            built[name] = sealed(np.array([tuple(cells) for cells in rows], TABLES[name]))
        tracks = [Track(**track) for track in row["tracks"]]
        score = Score.from_tables(row["resolution"], tracks, built, row["title"])
        score.repairs = tuple(row["repairs"])
        return score

    def __reduce__(self):  # another process reads the files for itself
        return Store, (self._folder, self._described)


def _described(piece: Piece, score: Score) -> dict[str, Any]:
    return {
        "name": piece.name,
        "work": piece.work,
        "facts": piece.facts.to_row(),
        "title": score.title,
        "resolution": score.resolution,
        "tracks": [asdict(track) for track in score.tracks],
        "texts": {
            name: getattr(score, name).tolist() for name in WITH_TEXT if len(getattr(score, name))
        },
        "repairs": list(score.repairs),
    }


def _put_in_place(aside: Path, folder: Path) -> None:
    """Give the folder its name; if another process was first, its folder is as good."""
    try:
        os.replace(aside, folder)
    except OSError:
        if read_store(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(aside, folder)
