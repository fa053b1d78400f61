"""What was skipped: as a table for other programs, and by the kind of reason."""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from symbolic.datasets.items import Skipped
from symbolic.errors import SymbolicError
from symbolic.files.aside import finished_whole

NUMBERS = re.compile(r"\d[\d,.]*\d|\d")


def write_skipped(skipped: Iterable[Skipped], path: str | os.PathLike) -> Path:
    """Write what was skipped, and why, as CSV.

    Names of files that are no UTF-8 are written as they are on the disk.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["file", "reason"])
    rows.writerows(skipped)
    path = Path(path)
    try:
        with finished_whole(path) as file:
            file.write(text.getvalue().encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise SymbolicError(f"{path}: {error.strerror or error}") from error
    return path


def kinds_of_reasons(skipped: Iterable[Skipped]) -> list[tuple[str, int]]:
    """The reasons, those that differ in their numbers taken together; the most frequent first.

    >>> kinds_of_reasons([Skipped("a", "3 bytes long"), Skipped("b", "12 bytes long")])
    [('# bytes long', 2)]
    """
    return Counter(NUMBERS.sub("#", reason) for _, reason in skipped).most_common()
