"""One TFRecord of NoteSequences from a folder of music, as convert_dir_to_note_sequences makes it."""

import os
import shutil
from dataclasses import dataclass, fields
from pathlib import Path

from symbolic.datasets.preparing.prepare import FULL, prepared
from symbolic.datasets.preparing.recipe import TFRECORD
from symbolic.datasets.preparing.summary import Summary
from symbolic.datasets.shards.layout import SKIPPED
from symbolic.errors import SymbolicError
from symbolic.files.aside import finished_whole

WHOLE = (1.0,)  # the shares of one split
LISTED = ".skipped.csv"
BLOCK = 2**20


@dataclass
class FileSummary(Summary):
    """What a run did that wrote one file.

    Attributes
    ----------
    path
        The file.
    listed
        The list of what is not in it; None where all is.
    """

    path: Path = Path()
    listed: Path | None = None

    def _splits(self) -> list[str]:
        [shards] = self.manifest.splits.values()
        pieces = sum(shard.pieces for shard in shards)
        return [f"wrote       {pieces:>9,} NoteSequences, {self.path.stat().st_size:,} bytes"]

    def _where(self) -> str:
        more = f"; {self.listed} lists what was not taken, and why" if self.listed else ""
        return f"\neverything is in {self.path}{more}"


def prepared_file(
    folder: str | os.PathLike,
    path: str | os.PathLike,
    workers: int | None = None,
    cluster: str | None = None,
    progress: bool | None = None,
) -> FileSummary:
    """Write every piece below a folder into one TFRecord, in the order of their names.

    All are kept, duplicates too. Killed and called again, it goes on where it was; the file
    appears when all is in it.

    Parameters
    ----------
    path
        A new file. What cannot be read is listed beside it, in a file that ends in .skipped.csv.
    workers, cluster, progress
        As of `prepare`.
    """
    path = Path(path)
    listed = path.with_suffix(LISTED)
    for taken in (path, listed):
        if taken.exists():
            raise SymbolicError(f"{taken} is there already: name a new file")
    if Path(folder).resolve() in path.resolve().parents:
        raise SymbolicError(f"{path} lies in {folder}: name a file beside the music")
    aside = path.with_name(f".{path.name}.parts")
    told = prepared(folder, aside, None, workers, cluster, TFRECORD, WHOLE, 0, True, progress)
    try:
        if told.manifest.totals["skipped"]:
            _copy([aside / SKIPPED], listed)
        _copy(
            [aside / shard.file for shards in told.manifest.splits.values() for shard in shards],
            path,
        )
    except OSError as error:
        more = "; make room and do the same again" if error.errno in FULL else ""
        raise SymbolicError(f"{path}: {error.strerror or error}{more}") from error
    shutil.rmtree(aside)
    known = {field.name: getattr(told, field.name) for field in fields(told)}
    return FileSummary(**known, path=path, listed=listed if listed.exists() else None)


def _copy(parts: list[Path], path: Path) -> None:
    """Files one after the other as one, which appears when it is whole."""
    with finished_whole(path) as file:
        for name in parts:
            with open(name, "rb") as part:
                shutil.copyfileobj(part, file, BLOCK)
