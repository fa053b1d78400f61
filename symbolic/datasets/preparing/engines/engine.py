"""What every engine does."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

Job = TypeVar("Job")


class Engine(Protocol):
    """Somewhere to do jobs."""

    def run(
        self, function: Callable[[Job], Any], jobs: Iterable[Job]
    ) -> Iterator[tuple[Job, bool]]:
        """Do every job, and give out each as it is done. What a job makes, it leaves on the disk.

        A job whose worker dies is done again. One that kills its worker also when it runs alone
        is given out with False. What the function raises is raised here.
        """
        ...
