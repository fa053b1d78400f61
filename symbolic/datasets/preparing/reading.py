"""Reading: every job done on an engine, but those that are done already."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np

from symbolic.datasets.preparing.engines import Engine
from symbolic.datasets.preparing.jobs import Job
from symbolic.datasets.preparing.part import PIECE, is_whole, read_pieces
from symbolic.datasets.preparing.work import give_up, work
from symbolic.datasets.shards.layout import IDENTITY

Advance = Callable[[int], object]


class Reading(NamedTuple):
    """What was done.

    Attributes
    ----------
    jobs
        In their order; in place of one in which a file killed its worker, one a file.
    resumed
        Files that an earlier run had read.
    """

    jobs: list[Job]
    resumed: int


def read(jobs: Iterable[Job], engine: Engine, fresh: bool, advance: Advance) -> Reading:
    """Have a part made of every job.

    Parameters
    ----------
    fresh
        Whether there are no parts of an earlier run.
    advance
        Is told of the number of files read.
    """
    jobs = list(jobs) if fresh else [one for job in jobs for one in _as_left(job)]
    done = set() if fresh else {job.key for job in jobs if is_whole(job)}
    resumed = sum(len(job.items) for job in jobs if job.key in done)
    advance(resumed)
    crashed = _run((job for job in jobs if job.key not in done), engine, advance)
    singles = {job.key: job.one_by_one() for job in crashed if len(job.items) > 1}
    lonely = [job for job in crashed if len(job.items) == 1]
    lonely += _run((job for some in singles.values() for job in some), engine, advance)
    for job in lonely:
        give_up(job)
        advance(1)
    return Reading([one for job in jobs for one in singles.get(job.key, [job])], resumed)


def _as_left(job: Job) -> list[Job]:
    """A job as an earlier run left it: whole, or its files one by one."""
    if is_whole(job) or len(job.items) == 1:
        return [job]
    singles = job.one_by_one()
    return singles if any(map(is_whole, singles)) else [job]


def _run(jobs: Iterable[Job], engine: Engine, advance: Advance) -> list[Job]:
    """Do jobs; return those that killed their workers."""
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:  # no worker is started for nothing
        return []
    crashed = []
    for job, done in engine.run(work, chain([first], waiting)):
        if done:
            advance(len(job.items))
        else:
            crashed.append(job)
    return crashed


def gathered(jobs: Iterable[Job], first: int) -> np.ndarray:
    """What is known of the pieces of all parts, in the order of the files.

    Parameters
    ----------
    first
        The row in sources.csv of the first file.
    """
    found = [np.zeros(0, IDENTITY)]
    for job in jobs:
        pieces = read_pieces(job)
        rows = np.zeros(len(pieces), IDENTITY)
        for name in PIECE.names or ():
            if name != "item":
                rows[name] = pieces[name]
        rows["source"] = first + pieces["item"]
        found.append(rows)
        first += len(job.items)
    return np.concatenate(found)
