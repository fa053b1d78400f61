"""A cluster of Dask workers, on this machine or on many."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any

from symbolic.datasets.preparing.engines.engine import Job
from symbolic.datasets.processes import without_main
from symbolic.errors import MissingExtraError, SymbolicError

LOCAL = "local"
AHEAD = 3  # jobs a thread that are handed over: it never waits for the next
PATIENCE = 20  # seconds that a cluster is given to answer, and for its first worker
LOOK = 5.0  # seconds between looks at how many workers there are


class Dask:
    """A cluster.

    Parameters
    ----------
    address
        Of its scheduler, as "tcp://host:8786"; or "local": workers on this machine.
    workers
        How many "local" starts; by default one a core.
    """

    def __init__(self, address: str, workers: int | None = None):
        try:
            import distributed  # noqa: F401
        except ImportError as error:
            raise MissingExtraError("dask", "cluster", "preparing on a cluster") from error
        self.address = address
        self.workers = workers

    def run(
        self, function: Callable[[Job], Any], jobs: Iterable[Job]
    ) -> Iterator[tuple[Job, bool]]:
        """Do every job. See `Engine`. Dask itself does those again whose worker was lost."""
        from distributed import as_completed

        with ExitStack() as stack:
            client = self._client(stack)
            waiting = iter(jobs)
            flight: dict[Any, Job] = {}
            done = as_completed(loop=client.loop)
            room = _Room(client)
            suspects = []
            while True:
                for job in islice(waiting, max(room() - len(flight), 0)):
                    future = client.submit(function, job, pure=False)
                    flight[future] = job
                    done.add(future)
                if not flight:
                    break
                future = next(done)
                job = flight.pop(future)
                if _is_done(future):
                    yield job, True
                else:  # it killed its worker, or its neighbour there did
                    suspects.append(job)
            for job in suspects:
                future = client.submit(function, job, pure=False)
                done.add(future)
                next(done)
                yield job, _is_done(future)

    def _client(self, stack: ExitStack) -> Any:
        from distributed import Client, LocalCluster

        try:
            if self.address != LOCAL:
                client = stack.enter_context(
                    Client(self.address, timeout=PATIENCE, set_as_default=False)
                )
            else:
                with without_main():
                    cluster = LocalCluster(
                        n_workers=self.workers, threads_per_worker=1, dashboard_address=":0"
                    )
                stack.enter_context(cluster)
                client = stack.enter_context(Client(cluster, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise SymbolicError(
                f"the Dask cluster at {self.address} cannot be used: {error or 'no worker came'}"
            ) from error
        return client


class _Room:
    """How many jobs the cluster takes at a time: it may grow and shrink."""

    def __init__(self, client: Any):
        self._client = client
        self._asked = 0.0
        self._jobs = 0

    def __call__(self) -> int:
        if time.monotonic() > self._asked + LOOK:
            self._jobs = AHEAD * max(sum(self._client.nthreads().values()), 1)
            self._asked = time.monotonic()
        return self._jobs


def _is_done(future: Any) -> bool:
    """Whether a job was done; False if its worker died every time.

    The result is not fetched: it may be gone with a worker that died since.
    """
    from distributed import KilledWorker

    if future.status == "finished":
        return True
    error = future.exception() if future.status == "error" else None
    if isinstance(error, ModuleNotFoundError):
        raise SymbolicError(f"the workers of the cluster lack a package: {error}") from error
    if error is not None and not isinstance(error, KilledWorker):
        raise error
    return False
