"""Jobs: runs of files, each done by one worker. They do not depend on how many workers there are."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from symbolic.datasets.items import Item

FILES = 128  # in a job at most: some tenths of a second
BYTES = 2**23  # in a job, unless one file has more


class _Job(NamedTuple):
    parts: str
    recipe: str
    items: tuple[Item, ...]


class Job(_Job):
    """Files to be read one after the other, and written as one part.

    Attributes
    ----------
    parts
        The folder of the parts, which all workers see; the recipe is in it.
    recipe
        The digest of the recipe.
    items
        The files.
    """

    @cached_property
    def key(self) -> str:
        """What the part is called: files that have changed since make another part."""
        words = [self.recipe]
        words += [f"{item.name}\0{item.size}\0{item.stamp}" for item in self.items]
        text = "\n".join(words).encode("utf-8", "surrogateescape")
        return hashlib.blake2b(text, digest_size=12).hexdigest()

    @property
    def place(self) -> Path:
        """The path of the part, without a suffix."""
        return Path(self.parts, self.key[:2], self.key)

    def one_by_one(self) -> list["Job"]:
        """A job for each file."""
        return [Job(self.parts, self.recipe, (item,)) for item in self.items]


def cut(items: Iterable[Item], parts: str, recipe: str) -> Iterator[Job]:
    """Items in their order as jobs.

    >>> items = [Item(f"{n}.mid", "", "", 5_000_000, 0) for n in range(4)]
    >>> [len(job.items) for job in cut(items, "parts", "")]
    [1, 1, 1, 1]
    """
    run: list[Item] = []
    size = 0
    for item in items:
        if run and (len(run) == FILES or size + item.size > BYTES):
            yield Job(parts, recipe, tuple(run))
            run, size = [], 0
        run.append(item)
        size += item.size
    if run:
        yield Job(parts, recipe, tuple(run))
