"""The manifest of a folder of shards: what is in it, written when all of it is there."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from symbolic.datasets.shards.aside import lasting, settle
from symbolic.datasets.shards.layout import MANIFEST, PARTS, VERSION, Rows
from symbolic.errors import MissingFileError, SymbolicError

FORMAT = "symbolic shards"
DTYPES = ("<u2", "<u4", "<f4", "|u1")


@dataclass(frozen=True)
class Shard:
    """One file of pieces, end to end.

    Attributes
    ----------
    file
        Its name in the folder.
    pieces, rows, bytes
        How much there is in it.
    sha256
        Of its contents.
    """

    file: str
    pieces: int
    rows: int
    bytes: int
    sha256: str


@dataclass
class Manifest:
    """What a finished folder says of itself.

    Attributes
    ----------
    kind
        "shards" of tokens, or "tfrecord".
    tokenizer
        Class and config; None for records.
    rows
        How the numbers lie in the shards.
    recipe
        What was asked for besides: shares of the splits, seed, duplicates.
    splits
        For each split its shards.
    tables
        How many bytes of each table count: what stands behind is of a run that never ended.
    totals
        Files read, pieces, and so on.
    """

    kind: str
    tokenizer: dict[str, Any] | None
    rows: Rows
    recipe: dict[str, Any]
    splits: dict[str, list[Shard]]
    tables: dict[str, int] = field(default_factory=dict)
    totals: dict[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """A hash of all contents: of the tokenizer, and of every shard in order."""
        parts: list[Any] = [self.kind, self.tokenizer, self.rows.dtype.str, list(self.rows.shape)]
        parts += [[name, [s.sha256 for s in shards]] for name, shards in self.splits.items()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def write(self, folder: Path, aside: Path) -> None:
        """Write the manifest, whole or not at all."""
        kept = {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind,
            "fingerprint": self.fingerprint,
            "tokenizer": self.tokenizer,
            "dtype": self.rows.dtype.str,
            "row": list(self.rows.shape),
            "recipe": self.recipe,
            "totals": self.totals,
            "splits": {name: [asdict(s) for s in shards] for name, shards in self.splits.items()},
            "tables": self.tables,
        }
        settle(folder)  # what it speaks of must be there first
        with lasting(folder / MANIFEST, aside) as file:
            file.write(json.dumps(kept, indent=1).encode() + b"\n")
        settle(folder)


def read_manifest(folder: str | os.PathLike) -> Manifest:
    """The manifest of a finished folder; raise one sentence if it is anything else."""
    folder = Path(folder)
    try:
        kept = json.loads((folder / MANIFEST).read_bytes())
        return _manifest(kept, folder)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(folder) from None
    except OSError as error:
        raise SymbolicError(f"{folder / MANIFEST}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SymbolicError(
            f"{folder / MANIFEST} is damaged ({error!r:.80}): prepare into a new folder"
        ) from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise one sentence if a file that the manifest speaks of is not there, or not whole."""
    expected = {s.file: s.bytes for shards in manifest.splits.values() for s in shards}
    for name, size in (expected | manifest.tables).items():
        try:
            found = (folder / name).stat().st_size
        except FileNotFoundError:
            raise SymbolicError(f"{folder / name} is missing: prepare into a new folder") from None
        if found < size or (found > size and name in expected):
            raise SymbolicError(
                f"{folder / name} is damaged: it has {found:,} bytes where {size:,} were written;"
                " prepare into a new folder"
            )


def _manifest(kept: dict[str, Any], folder: Path) -> Manifest:
    if kept["format"] != FORMAT:
        raise ValueError("this is no manifest of shards")
    if kept["version"] > VERSION:
        raise SymbolicError(f"{folder} was written by a later symbolic: install that")
    if kept["dtype"] not in DTYPES:
        raise ValueError(f"no numbers are {kept['dtype']}")
    splits = {name: [Shard(**s) for s in shards] for name, shards in kept["splits"].items()}
    tables = {str(name): int(size) for name, size in kept["tables"].items()}
    for name in [*tables, *(shard.file for shards in splits.values() for shard in shards)]:
        if name != Path(name).name:
            raise ValueError(f"{name} leads out of the folder")
    return Manifest(
        kind=kept["kind"],
        tokenizer=kept["tokenizer"],
        rows=Rows(np.dtype(kept["dtype"]), tuple(int(n) for n in kept["row"])),
        recipe=kept["recipe"],
        splits=splits,
        tables=tables,
        totals=kept["totals"],
    )


def _missing(folder: Path) -> SymbolicError:
    """Why there is no manifest."""
    if not folder.is_dir():
        return MissingFileError(f"{folder}: there is no such folder of shards")
    if (folder / PARTS).is_dir():
        return SymbolicError(
            f"{folder} is unfinished: run symbolic prepare again, and it goes on where it stopped"
        )
    return SymbolicError(f"{folder} holds no shards: symbolic prepare makes them")
