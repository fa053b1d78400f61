"""Write a file aside and give it its name when it is finished."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4


@contextmanager
def finished_whole(path: str | os.PathLike) -> Iterator[BinaryIO]:
    """A file to write that takes its place under its name at the end of the block.

    If the block raises, what stood under that name before stays as it was.
    """
    path = Path(path)
    aside = path.with_name(f".symbolic-{uuid4().hex}.part")
    try:
        with open(aside, "xb") as file:
            yield file
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
