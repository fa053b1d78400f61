"""Binding: the pieces of all parts go into shards and tables, in order of their names."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np

from symbolic.datasets.items import Skipped
from symbolic.datasets.preparing.jobs import Job
from symbolic.datasets.preparing.part import Line, read_lines, read_pieces, read_rows
from symbolic.datasets.preparing.recipe import Recipe
from symbolic.datasets.preparing.twins import Twins
from symbolic.datasets.preparing.verdicts import Verdicts
from symbolic.datasets.shards.appending import Appending
from symbolic.datasets.shards.layout import LEFT_OUT, PARTS, PIECES, SKIPPED
from symbolic.datasets.shards.manifest import Shard
from symbolic.datasets.shards.tables import Table
from symbolic.datasets.shards.writer import ShardWriter


@dataclass
class Bound:
    """What was added to a folder.

    Attributes
    ----------
    shards
        For each split the new ones.
    sizes
        Of the tables of pieces and of what was skipped.
    reasons
        How often each was given for a file that could not be read.
    """

    shards: dict[str, list[Shard]]
    sizes: dict[str, int] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)


def bind(
    folder: Path,
    jobs: list[Job],
    recipe: Recipe,
    before: dict[str, list[Shard]],
    sizes: dict[str, int],
    old: np.ndarray,
    new: np.ndarray,
    verdicts: Verdicts,
    passed: list[Skipped],
) -> Bound:
    """Write the pieces of all jobs behind what is in a folder.

    Parameters
    ----------
    before, sizes
        The shards of every split and the sizes of the tables, as the manifest has them.
    old, new
        The identities of the pieces that are there, and of those to be written.
    passed
        What could not be looked into.
    """
    bound = Bound({split: [] for split in before})
    table = Table(folder / PIECES, sizes[PIECES]) if sizes else None
    twins = Twins(old, table, verdicts)
    splits, music, likeness = list(before), new["music"], new["likeness"]
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                ShardWriter(folder, folder / PARTS, split, len(shards), recipe.rows, recipe.suffix)
            )
            for split, shards in before.items()
        ]
        pieces = stack.enter_context(Appending(folder, PIECES, sizes))
        skipped = stack.enter_context(Appending(folder, SKIPPED, sizes))
        lines = chain(((0, Line(*one), None) for one in passed), _read(jobs, recipe))
        for number, line, rows in lines:
            if rows is None:
                skipped.row([line.name, line.reason])
                bound.reasons[line.reason] += 1
                continue
            twins.pass_by(number, line.name)
            split = int(verdicts.split[number])
            if split == LEFT_OUT:
                skipped.row([line.name, twins.reason(number)])
                continue
            file, offset = writers[split].add(rows)
            hashes = [f"{music[number]:016x}", f"{likeness[number]:016x}"]
            place = [splits[split], file, offset, len(rows)]
            pieces.row([line.name, *place, *hashes, line.work, *line.facts])
    bound.shards = {split: writer.shards for split, writer in zip(splits, writers, strict=True)}
    bound.sizes = {PIECES: pieces.size, SKIPPED: skipped.size}
    return bound


def _read(jobs: list[Job], recipe: Recipe) -> Iterator[tuple[int, Line, np.ndarray | None]]:
    """Every line of every part, with the number of the piece that is next and its rows."""
    number = 0
    for job in jobs:
        rows = read_rows(job, recipe.rows)
        ends = np.cumsum(read_pieces(job)["length"]).tolist()
        begin, following = 0, iter(ends)
        for line in read_lines(job):
            if line.reason:
                yield number, line, None
                continue
            end = next(following)
            yield number, line, rows[begin:end]
            begin, number = end, number + 1
