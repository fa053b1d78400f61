"""Processes on this machine."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any

from symbolic.datasets.preparing.engines.engine import Job
from symbolic.datasets.processes import without_main
from symbolic.errors import SymbolicError

AHEAD = 3  # jobs a process that are handed over: it never waits for the next


class Local:
    """Processes on this machine; one runs in the caller's own.

    Parameters
    ----------
    processes
        How many; by default one a core.
    """

    def __init__(self, processes: int | None = None):
        self.processes = processes or _cores()

    def run(
        self, function: Callable[[Job], Any], jobs: Iterable[Job]
    ) -> Iterator[tuple[Job, bool]]:
        """Do every job. See `Engine`."""
        if self.processes == 1:
            for job in jobs:
                function(job)
                yield job, True
            return
        waiting = iter(jobs)
        while (first := next(waiting, None)) is not None:
            suspects = yield from self._together(function, chain([first], waiting))
            yield from _one_by_one(function, suspects)

    def _together(self, function: Callable, waiting: Iterator[Job]):
        """Do jobs side by side. If a worker dies, return all that may have killed it."""
        flight: dict[Future, Job] = {}
        suspects: list[Job] = []
        with _pool(self.processes) as pool:
            while not suspects:
                for job in islice(waiting, AHEAD * self.processes - len(flight)):
                    try:
                        with without_main():  # a process may start here
                            flight[pool.submit(function, job)] = job
                    except BrokenProcessPool:
                        suspects.append(job)
                if not flight:
                    break
                done, _ = wait(flight, return_when=FIRST_COMPLETED)
                yield from _results(done, flight, suspects)
            wait(flight)
            yield from _results(list(flight), flight, suspects)
        return suspects


def _results(done: Iterable[Future], flight: dict[Future, Job], suspects: list[Job]):
    for future in done:
        job = flight.pop(future)
        try:
            future.result()
        except BrokenProcessPool:
            suspects.append(job)
        else:
            yield job, True


def _one_by_one(function: Callable, suspects: list[Job]) -> Iterator[tuple[Job, bool]]:
    """Do jobs each alone in a process, so that it is clear which kills it."""
    waiting = deque(suspects)
    while waiting:
        with _pool(1) as pool:
            while waiting:
                job = waiting.popleft()
                try:
                    pool.submit(function, job).result()
                except BrokenProcessPool:
                    yield job, False
                    break
                yield job, True


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that have started; they end with the block, at once if it fails."""
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_end_with_parent
    )
    try:
        with without_main():
            begun = [pool.submit(os.getpid) for _ in range(processes)]
        try:
            begun[0].result()
        except BrokenProcessPool as error:
            raise SymbolicError(
                "the worker processes do not start: try with one (workers=1)"
            ) from error
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """See to it that this process does not outlive a parent that was killed, nor end before it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
