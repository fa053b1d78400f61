"""Processes: run a function of ours over many jobs on all cores, from any script or notebook."""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def mapped(
    function: Callable[[Job], Result], jobs: Sequence[Job], workers: int
) -> Iterator[Result]:
    """The results in the order of the jobs; with one worker, in this process."""
    if workers <= 1 or len(jobs) <= 1:
        yield from map(function, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        with without_main():  # processes start as jobs are handed over
            results = pool.map(function, jobs)
        yield from results


@contextmanager
def without_main() -> Iterator[None]:
    """Keep new processes from running the user's script again.

    A spawned process imports the script that it was started from, so a script without
    `if __name__ == "__main__":` would start itself over and over. What we run lies in this
    library: the script is not needed.
    """
    main = sys.modules["__main__"]
    kept: dict[str, Any] = {
        name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)
    }
    try:
        for name in kept:
            setattr(main, name, None)
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)
