"""The tables of a folder of shards, read row by row."""

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from symbolic.errors import SymbolicError

BLOCK = 2**22
NEWLINE, QUOTE = ord("\n"), ord('"')


class Table:
    """A CSV file below its heading; nothing of it is held but where the rows begin, once asked.

    Parameters
    ----------
    path
        The file.
    size
        How many of its bytes count.
    """

    def __init__(self, path: Path, size: int):
        self.path = path
        self.size = size

    def __iter__(self) -> Iterator[list[str]]:
        with open(self.path, "rb") as file:
            text = io.TextIOWrapper(
                io.BufferedReader(_Beginning(file, self.size)),
                encoding="utf-8",
                errors="surrogateescape",
                newline="",
            )
            rows = csv.reader(text)
            next(rows, None)
            try:
                yield from rows
            except csv.Error as error:
                raise SymbolicError(f"{self.path} is damaged: {error}") from error

    def __getitem__(self, number: int) -> list[str]:
        begin, end = self._begins[number : number + 2].tolist()
        with open(self.path, "rb") as file:
            file.seek(begin)
            line = file.read(end - begin).decode("utf-8", "surrogateescape")
        return next(csv.reader(io.StringIO(line, newline="")))

    @cached_property
    def _begins(self) -> np.ndarray:
        """Where each row begins, and the end of the last: after newlines outside quotes."""
        found = []
        quotes, place = 0, 0
        with open(self.path, "rb") as file:
            while block := file.read(min(BLOCK, self.size - place)):
                data = np.frombuffer(block, np.uint8)
                before = quotes + np.cumsum(data == QUOTE)
                ends = np.flatnonzero((data == NEWLINE) & (before % 2 == 0))
                found.append(ends + place + 1)
                quotes, place = int(before[-1]), place + len(block)
        return np.concatenate(found) if found else np.zeros(0, np.int64)


def rows_into(file: BinaryIO) -> Any:
    """A csv.writer into a file of bytes. Names of files that are no UTF-8 come back as they were."""
    return csv.writer(_Encoding(file), lineterminator="\n")


class _Encoding:
    """Takes text, writes bytes."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "surrogateescape"))


class _Beginning(io.RawIOBase):
    """The first bytes of a file, as if it had no more."""

    def __init__(self, file: io.BufferedReader, size: int):
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._file.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)
