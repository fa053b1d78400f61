"""A part: what one worker made of one job, in three files, of which the last says it is whole."""

import csv
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import numpy as np

from symbolic.datasets.facts import Facts
from symbolic.datasets.identity import BINS, Identity
from symbolic.datasets.preparing.jobs import Job
from symbolic.datasets.shards.aside import lasting
from symbolic.datasets.shards.layout import Rows, hashed
from symbolic.datasets.shards.tables import rows_into

ROWS, TEXT, PIECES = ".rows", ".csv", ".npy"
LONGEST_REASON = 400  # characters

PIECE = np.dtype(
    [
        ("item", "<u4"),  # of the job
        ("length", "<i8"),
        ("checksum", "<u4"),
        ("music", "<u8"),
        ("likeness", "<u8"),
        ("work", "<u8"),
        ("sketch", "<u4", (BINS,)),
    ]
)
PACKED = Struct(f"<IqIQQQ{BINS}I")  # the same, as one value after the other


class Line(NamedTuple):
    """A piece, or a file or piece that was skipped for a reason."""

    name: str
    reason: str
    work: str = ""
    facts: tuple[str, ...] = ()


class Part(AbstractContextManager):
    """A part that is being written: pieces go to the disk one by one."""

    def __init__(self, job: Job):
        self._place = job.place
        self._aside = Path(job.parts)
        self._pieces = bytearray()

    def __enter__(self) -> "Part":
        self._place.parent.mkdir(exist_ok=True)
        self._files = ExitStack()
        self._rows, self._text = (
            self._files.enter_context(lasting(self._place.with_suffix(suffix), self._aside))
            for suffix in (ROWS, TEXT)
        )
        self._lines = rows_into(self._text)
        return self

    def __exit__(self, *error: object) -> None:
        self._files.__exit__(*error)  # type: ignore[arg-type]
        if any(error):
            return
        with lasting(self._place.with_suffix(PIECES), self._aside) as file:
            np.save(file, np.frombuffer(self._pieces, PIECE))

    def add(
        self,
        name: str,
        item: int,
        rows: np.ndarray,
        identity: Identity,
        work: str,
        facts: Facts,
    ) -> None:
        """Write a piece."""
        data = rows.tobytes()
        music, likeness, sketch = identity
        self._rows.write(data)
        numbers = item, len(rows), zlib.adler32(data), music, likeness, hashed(work)
        self._pieces += PACKED.pack(*numbers, *sketch)
        self._lines.writerow([name, "", work, *facts.to_row()])

    def skip(self, name: str, reason: str) -> None:
        """Write that something is not in the part."""
        self._lines.writerow([name, reason[:LONGEST_REASON] or "cannot be read"])


def is_whole(job: Job) -> bool:
    """Whether the part of a job is finished."""
    return job.place.with_suffix(PIECES).exists()


def read_pieces(job: Job) -> np.ndarray:
    """What is known of each piece of a part."""
    return np.load(job.place.with_suffix(PIECES), allow_pickle=False)


def read_rows(job: Job, rows: Rows) -> np.ndarray:
    """The rows of all pieces, end to end, left on the disk."""
    path = job.place.with_suffix(ROWS)
    if path.stat().st_size == 0:
        return np.zeros((0, *rows.shape), rows.dtype)
    return np.memmap(path, rows.dtype, mode="r").view(np.ndarray).reshape(-1, *rows.shape)


def read_lines(job: Job) -> Iterator[Line]:
    """Pieces and what was skipped, in the order of the files."""
    path = job.place.with_suffix(TEXT)
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        for name, reason, *cells in csv.reader(file):
            yield Line(name, reason, cells[0], tuple(cells[1:])) if cells else Line(name, reason)
