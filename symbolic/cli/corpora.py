"""symbolic corpora: which corpora have a name, what is to be known of each, and their pieces."""

import argparse
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from symbolic.cli.numbered import new_file
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.datasets import Corpus
    from symbolic.datasets.builtin import BuiltIn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="say what is known of this one")
    parser.add_argument(
        "--export", type=Path, metavar="DIR", help="write its pieces as .mid files (if built in)"
    )


def run(arguments: argparse.Namespace) -> int:
    """List the corpora, or describe or export one."""
    if arguments.name is None:
        if arguments.export is not None:
            raise SymbolicError("which corpus? symbolic corpora NAME --export DIR")
        print(listing())
    elif arguments.export is None:
        print(description(arguments.name))
    else:
        count = export(loaded(arguments.name), arguments.export)
        print(f"{count:,} pieces written to {arguments.export}")
    return 0


def listing() -> str:
    """A few lines for every corpus."""
    from symbolic.datasets.builtin import BUILTIN, DOWNLOADS

    lines = ["built in: symbolic.load_corpus(NAME) reads them from the installed music21", ""]
    for known in BUILTIN.values():
        cached = " (in the cache)" if is_cached(known) else ""
        lines += [
            f"  {known.name:11} {known.title}",
            f"  {'':11} {known.pieces:,} pieces{cached}",
            f"  {'':11} licence: {known.licence}",
        ]
    lines += ["", "to be downloaded: symbolic corpora NAME says how they are prepared", ""]
    for other in DOWNLOADS.values():
        lines += [
            f"  {other.name:11} {other.title}",
            f"  {'':11} {other.pieces:,} pieces, {other.where}",
            f"  {'':11} licence: {other.licence}",
        ]
    return "\n".join(lines)


def description(name: str) -> str:
    """All that is known of a corpus."""
    from symbolic.datasets.builtin import BUILTIN, DOWNLOADS
    from symbolic.datasets.builtin.loading import unknown

    known = BUILTIN.get(name) or DOWNLOADS.get(name)
    if known is None:
        raise SymbolicError(unknown(name))
    facts = {
        key: f"{fact:,}" if isinstance(fact, int) else fact for key, fact in known.card.items()
    }
    if name in BUILTIN:
        facts["state"] = state(BUILTIN[name])
    return "\n".join(f"{key:9} {fact}" for key, fact in facts.items() if fact)


def is_cached(known: "BuiltIn") -> bool:
    """Whether a corpus has been read."""
    from symbolic.datasets.builtin.loading import place_of

    try:
        return place_of(known).is_dir()
    except SymbolicError:  # there is no music21
        return False


def state(known: "BuiltIn") -> str:
    """Whether a corpus has been read, and what was expected came out."""
    from symbolic.datasets.builtin.known import MUSIC21

    if not is_cached(known):
        return "not read yet"
    corpus = loaded(known.name)
    found = [f"read, {len(corpus):,} pieces"]
    if len(corpus) != known.pieces:
        found.append(f"where {known.pieces:,} were expected")
    if known.checksum:
        same = "as" if corpus.fingerprint == known.checksum else "other music than"
        found.append(f"{same} with music21 {MUSIC21}")
    return ", ".join(found)


def loaded(name: str) -> "Corpus":
    """A corpus; what Python users are warned of is printed."""
    from symbolic.datasets import load_corpus

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        corpus = load_corpus(name)
    for warning in told:
        print(f"symbolic: {warning.message}", file=sys.stderr)
    return corpus


def export(corpus: "Corpus", folder: Path) -> int:
    """Write every piece under its name; a file that exists stays as it is."""
    from tqdm import tqdm

    pieces = zip(corpus.pieces, corpus, strict=True)
    for piece, score in tqdm(pieces, total=len(corpus), unit="file", disable=None, file=sys.stderr):
        path = folder / file_of(piece.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SymbolicError(f"{path.parent}: {error.strerror or error}") from error
        score.write(new_file(path))
    return len(corpus)


def file_of(name: str) -> str:
    """The .mid file for a piece: the tunes of a book are numbered from 1.

    >>> file_of("airdsAirs/book1.abc#0"), file_of("bach/bwv1.6.mxl")
    ('airdsAirs/book1-0001.mid', 'bach/bwv1.6.mid')
    """
    book, _, number = name.partition("#")
    tune = f"-{int(number) + 1:04}" if number else ""
    return f"{book.rpartition('.')[0]}{tune}.mid"
