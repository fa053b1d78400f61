"""Files that are either whole or not there, through a power cut too."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4


@contextmanager
def lasting(path: Path, aside: Path) -> Iterator[BinaryIO]:
    """A file to write that is on the disk under its name when the block ends, and not before.

    Parameters
    ----------
    aside
        The folder, on the same disk, in which it is written.
    """
    draft = aside / f"{uuid4().hex}.draft"
    try:
        with open(draft, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def settle(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows, which does so by itself
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
