"""Compressed archives, loosened once for all workers."""

from functools import cache
from pathlib import Path

from symbolic.datasets.items import TARRED, Item
from symbolic.datasets.shards.aside import lasting
from symbolic.datasets.shards.layout import hashed
from symbolic.datasets.tars import loosen, unpacker
from symbolic.errors import UnreadableError


def loosened(items: list[Item], parts: Path) -> list[Item]:
    """The items, those of packed archives to be read from a loose copy beside the parts."""

    @cache
    def copy_of(path: str, stamp: int) -> str:
        copy = parts / f"{hashed(f'{path} {stamp}'):016x}.tar"
        if copy.exists():
            return str(copy)
        try:
            if unpacker(Path(path)) is None:
                return path
            with lasting(copy, parts) as file:
                loosen(Path(path), file)
        except UnreadableError:  # as every item in it will say
            return path
        return str(copy)

    return [
        item._replace(path=copy_of(item.path, item.stamp))
        if item.member and item.path.lower().endswith(TARRED)
        else item
        for item in items
    ]
