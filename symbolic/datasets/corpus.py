"""Corpus: a set of pieces, each known by its facts and read when it is asked for."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from symbolic.datasets import filters
from symbolic.datasets.duplicates import Duplicate, duplicates
from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.items import Skipped
from symbolic.datasets.piece import Piece
from symbolic.datasets.shelves import Edited, Held, Shelf
from symbolic.datasets.split import SHARES, split_of
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.summary import clock, counted

if TYPE_CHECKING:
    from pathlib import Path

    from symbolic.datasets.windows import Windows
    from symbolic.tokenizers import Tokenizer


class Corpus:
    """Pieces of music.

    `corpus[3]` is the score of a piece; a slice, a list of numbers or a mask gives a corpus of
    those pieces. Make one with `Corpus.from_folder`, `Corpus.from_scores` or
    `symbolic.load_corpus`.

    Attributes
    ----------
    name
        What it is called.
    pieces
        Name, facts and identity of every piece, known without reading it.
    skipped
        What could not be read, and why.
    dropped
        How many pieces each rule of `filter` left out.

    Examples
    --------
    >>> scores = [Score(480, notes=[(0, 480, 60 + k, 80, 0)]) for k in range(3)]
    >>> corpus = Corpus.from_scores(scores)
    >>> corpus
    <Corpus: 3 pieces, 3 notes, 0:01>
    >>> corpus[1].notes["pitch"]
    array([61], dtype=int16)
    """

    def __init__(
        self,
        pieces: Iterable[Piece],
        shelf: Shelf,
        name: str = "",
        skipped: Iterable[Skipped] = (),
        dropped: Mapping[str, int] | None = None,
    ):
        self.pieces = tuple(pieces)
        self.name = name
        self.skipped = tuple(skipped)
        self.dropped = Counter(dropped or {})
        self._shelf = shelf

    @classmethod
    def from_folder(
        cls,
        folder: str | os.PathLike,
        *,
        workers: int | None = None,
        progress: bool | None = None,
    ) -> "Corpus":
        """Every piece below a folder, or in a .zip, .tar or .tfrecord, in any format `read` takes.

        Every file is read once, to learn what it holds. What cannot be read is in `skipped`.

        Parameters
        ----------
        workers
            Processes that read; by default one, and one a core for more than a few hundred
            files.
        progress
            Whether to show a progress bar; by default where a person looks on.
        """
        from symbolic.datasets.folder import from_folder

        return from_folder(folder, workers, progress)

    @classmethod
    def from_scores(
        cls, scores: Iterable[Score], names: Iterable[str] | None = None, name: str = ""
    ) -> "Corpus":
        """A corpus of scores that are in memory."""
        held = list(scores)
        names = (
            list(names) if names is not None else [s.title or f"{n}" for n, s in enumerate(held)]
        )
        if len(names) != len(held):
            raise SymbolicError(f"{len(names)} names for {len(held)} scores: give one for each")
        pieces = [
            Piece(label, facts_of(score), identity_of(score), place=number)
            for number, (label, score) in enumerate(zip(names, held, strict=True))
        ]
        return cls(pieces, Held(held), name)

    # -- as a sequence ----------------------------------------------------------------

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.pieces)

    @overload
    def __getitem__(self, which: int) -> Score: ...
    @overload
    def __getitem__(self, which: slice | Sequence | np.ndarray) -> "Corpus": ...
    def __getitem__(self, which):
        if isinstance(which, int | np.integer):
            return self._shelf.score(self.pieces[which])
        if isinstance(which, slice):
            return self._of(self.pieces[which])
        rows = np.asarray(which)
        if rows.dtype == bool:
            if len(rows) != len(self):
                raise SymbolicError(f"a mask of {len(rows)} does not fit {len(self)} pieces")
            rows = np.flatnonzero(rows)
        return self._of(self.pieces[row] for row in rows.tolist())

    def __iter__(self) -> Iterator[Score]:
        return (self._shelf.score(piece) for piece in self.pieces)

    def _of(self, pieces: Iterable[Piece], dropped: Mapping[str, int] | None = None) -> "Corpus":
        return Corpus(pieces, self._shelf, self.name, self.skipped, self.dropped + Counter(dropped))

    # -- choosing ---------------------------------------------------------------------

    def filter(self, where: Callable[[Piece], bool] | None = None, **rules: Any) -> "Corpus":
        """The pieces that keep to every rule; `dropped` counts what each left out.

        Parameters
        ----------
        where
            A function of a `Piece`.
        rules
            `meter="3/4"` (or several), in which the whole piece must be; `instrument=` a program,
            several, or a family such as "piano" or "strings", of which one must play;
            `drums=True` or False; `confidence=.5`, of the key, at least; and ranges
            (least, most), None for no bound: `bars`, `notes`, `seconds`, `tracks`, `polyphony`,
            `tempo`, `lowest`, `highest`.

        Examples
        --------
        >>> scores = [Score(4, notes=[(0, 4 * k, 60, 80, 0)]) for k in (1, 8, 20)]
        >>> kept = Corpus.from_scores(scores).filter(bars=(2, None))
        >>> len(kept), dict(kept.dropped)
        (2, {'bars': 1})
        """
        tests = filters.tests(rules)
        if where is not None:
            tests["where"] = where
        dropped: Counter = Counter()
        kept = []
        for piece in self.pieces:
            broken = next((name for name, test in tests.items() if not test(piece)), None)
            if broken is None:
                kept.append(piece)
            else:
                dropped[broken] += 1
        return self._of(kept, dropped)

    def map(self, edit: Callable[[Score], Score]) -> "Corpus":
        """A corpus of edited scores. Every piece is read once, to learn what it holds then.

        Examples
        --------
        >>> corpus = Corpus.from_scores([Score(4, notes=[(0, 32, 60, 80, 0)])])
        >>> corpus.map(lambda score: score.set_meter(3, 4)).pieces[0].facts.meter
        '3/4'
        """
        shelf = Edited(self._shelf, edit)
        pieces = []
        for piece in self.pieces:
            score = shelf.score(piece)
            pieces.append(replace(piece, facts=facts_of(score), identity=identity_of(score)))
        return Corpus(pieces, shelf, self.name, self.skipped, self.dropped)

    def split(self, shares: Sequence[float] = SHARES, seed: int = 0) -> tuple["Corpus", ...]:
        """Part the corpus: (train, valid, test), or as many as there are shares.

        What a piece goes to depends on its music alone, so more files change nothing for those
        that were there. The same music, its transpositions and variants, and the parts of one
        work stay together. The shares are what large corpora come to; small ones differ.
        """
        identities = [piece.identity for piece in self.pieces]
        number = split_of(identities, [piece.work for piece in self.pieces], shares, seed)
        return tuple(self[number == part] for part in range(len(shares)))

    def duplicates(self) -> list[Duplicate]:
        """Pieces that are another one's music: exactly, or transposed, or at another speed."""
        return duplicates(self.pieces)

    def without_duplicates(self) -> "Corpus":
        """The corpus with the first only of pieces that are the same music, however played."""
        again = {found.name for found in self.duplicates()}
        kept = [piece for piece in self.pieces if piece.name not in again]
        return self._of(kept, {"duplicate": len(self) - len(kept)})

    # -- using ------------------------------------------------------------------------

    def windows(self, tokenizer: "Tokenizer", *args: Any, **options: Any) -> "Windows":
        """Batches for training. See `symbolic.datasets.Windows`."""
        from symbolic.datasets.windows import Windows

        return Windows(self, tokenizer, *args, **options)

    def report(self, path: str | os.PathLike) -> "Path":
        """Write a page about the corpus: lengths, meters, keys, instruments, what was skipped."""
        from symbolic.datasets.report import write_report

        return write_report(self, path)

    @property
    def fingerprint(self) -> str:
        """Sixteen digits that change if any music in the corpus does."""
        music = np.array([piece.identity.music for piece in self.pieces], np.uint64)
        return f"{int(np.sort(music).sum(dtype=np.uint64)) ^ len(self):016x}"

    def __repr__(self) -> str:
        notes = sum(piece.facts.notes for piece in self.pieces)
        seconds = clock(sum(piece.facts.seconds for piece in self.pieces))
        skipped = f", {len(self.skipped):,} skipped" if self.skipped else ""
        name = f" {self.name!r}" if self.name else ""
        pieces = f"{counted(len(self), 'piece')}, {counted(notes, 'note')}"
        return f"<Corpus{name}: {pieces}, {seconds}{skipped}>"
