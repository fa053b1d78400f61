"""Hosts: the processes, on one machine or several, that train one model together, by jax.

Each runs the same program. `join` comes first in it, before anything is computed; or the
environment says who belongs together, and `fit` joins them:

    KERAS_BACKEND=jax
    KERAS_DISTRIBUTION_JOB_ADDRESSES=10.0.0.1:9000,10.0.0.2:9000
    KERAS_DISTRIBUTION_NUM_PROCESSES=2
    KERAS_DISTRIBUTION_PROCESS_ID=0     (1 on the other)
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import keras

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows

TOLD = "KERAS_DISTRIBUTION_NUM_PROCESSES"


def join(addresses: str, process: int) -> None:
    """Join the processes at some addresses.

    Parameters
    ----------
    addresses
        "machine:port" of every process, with commas between, the same in all of them. At the
        first they meet: its port must be free.
    process
        Which of them this one is, counted from 0.
    """
    count = len(addresses.split(","))
    _initialize(addresses, count, whole("process", process, 0, count - 1))


def join_if_told() -> None:
    """Join the processes that the environment tells of, unless that was done."""
    if TOLD in os.environ and process_and_count()[1] == 1 and os.environ[TOLD] != "1":
        _initialize(None, None, None)


def _initialize(*told) -> None:
    if keras.backend.backend() != "jax":
        raise SymbolicError(
            f"several machines train together by jax, but the backend is "
            f"{keras.backend.backend()}: set KERAS_BACKEND=jax and install 'symbolic-midi[jax]'"
        )
    try:
        keras.distribution.initialize(*told)
    except (RuntimeError, ValueError) as error:
        raise SymbolicError(
            f"the processes did not find together ({str(error).splitlines()[0]:.200}): join them "
            "before a model is used, with the same addresses in all"
        ) from error


def process_and_count() -> tuple[int, int]:
    """Which of the processes this is, and how many there are."""
    if keras.backend.backend() != "jax":
        return 0, 1
    from jax._src.distributed import global_state  # jax's own question starts its devices

    return global_state.process_id or 0, global_state.num_processes or 1


def share_of(windows: "Windows") -> "Windows":
    """The rows of every batch that this process takes."""
    process, count = process_and_count()
    return windows if count == 1 else windows.shard(process, count)


def folder_of(run: str | os.PathLike) -> Path:
    """The run folder of this process: the first keeps the name, others count on from it.

    So it does not matter whether they share a disk; what is in them is the same.
    """
    process, _ = process_and_count()
    run = Path(run)
    return run.with_name(f"{run.name}-{process}") if process else run


def agreed(step: int) -> int:
    """The least of the steps that all processes stand at."""
    if process_and_count()[1] == 1:
        return step
    import numpy as np
    from jax.experimental.multihost_utils import process_allgather

    return int(np.min(process_allgather(np.array(step, np.int32))))
