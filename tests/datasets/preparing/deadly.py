"""Jobs that kill the worker that does them."""

import os
import signal
from pathlib import Path

from symbolic.datasets.preparing.jobs import Job
from symbolic.datasets.preparing.work import work


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(job: Job) -> None:
    """Work, but a file called killer kills its reader."""
    if any("killer" in item.name for item in job.items):
        die()
    work(job)


def touch(task: tuple[str, int]) -> None:
    """Leave a file; but 13 kills."""
    folder, number = task
    if number == 13:
        die()
    Path(folder, f"{number}").touch()


def touch_or_die_once(task: tuple[str, int]) -> None:
    """Leave a file, but the first who comes to 5 dies: so it is with a lack of memory."""
    folder, number = task
    if number == 5 and not Path(folder, "died").exists():
        Path(folder, "died").touch()
        die()
    Path(folder, f"{number}").touch()


def refuse(task: tuple[str, int]) -> None:
    """Raise what a full disk does."""
    raise OSError(28, "No space left on device", "0.bin")
