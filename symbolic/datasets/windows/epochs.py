"""Epochs: batches without end, and where among them one stands."""

import sys
from collections.abc import Iterator
from typing import Any, Self

from symbolic.datasets.windows import doors
from symbolic.datasets.windows.options import Options
from symbolic.datasets.windows.plan import Plan
from symbolic.datasets.windows.position import Position
from symbolic.datasets.windows.state import restored, saved
from symbolic.errors import SymbolicError
from symbolic.score.checks import whole


class Epochs:
    """The batches of a plan, by number or one after the other."""

    _options: Options
    _share: slice
    _position: Position

    # What Keras asks a PyDataset for; see `__class__`.
    workers = 1
    use_multiprocessing = False
    max_queue_size = 10

    @property
    def _plan(self) -> Plan:
        """How any batch is made."""
        raise NotImplementedError

    def __len__(self) -> int:
        """How many batches in an epoch."""
        return self._plan.layout.order.batches

    @property
    def fingerprint(self) -> str:
        """Sixteen digits that differ between windows whose batches do."""
        return self._plan.fingerprint

    # -- batches ----------------------------------------------------------------------

    def batch(self, epoch: int, number: int) -> Any:
        """Any batch of any epoch."""
        epoch = whole("epoch", epoch, 0, 2**62)
        number = whole("batch", number, 0, len(self) - 1)
        return self._plan.layout.batch(epoch, number, self._share)

    def __getitem__(self, number: int) -> Any:
        """A batch from here on: 0 is the one that is next, and taking it moves nothing."""
        if not 0 <= number < len(self):
            raise IndexError(f"batch {number}: there are {len(self)}")
        self._position.look(number == len(self) - 1)
        found = self.batch(*divmod(self._position.batches + number, len(self)))
        if number == 1 and self._plan.layout.varies:
            return doors.told_apart(found, self[0])
        return found

    def __iter__(self) -> Iterator[Any]:
        """The rest of the epoch; after its last batch the next epoch begins."""
        epoch = self.epoch
        while self.epoch == epoch:
            at = self._position.batches
            self._position.batches += 1
            yield self.batch(*divmod(at, len(self)))

    def iterate(self, epochs: int | None = None) -> Iterator[Any]:
        """Batches from here on, through so many epochs, or without end."""
        last = None if epochs is None else self.epoch + whole("epochs", epochs, 0, 2**62)
        while last is None or self.epoch < last:
            yield from self

    # -- where it stands --------------------------------------------------------------

    @property
    def epoch(self) -> int:
        """The epoch of the next batch, counted from 0."""
        return self._position.batches // len(self)

    def state(self, taken: int = 0) -> dict[str, Any]:
        """Where it stands, as plain values: `load_state` goes on with the same batches.

        Parameters
        ----------
        taken
            Batches that were taken since then. Who trains with `fit` must say how many steps
            of the epoch are done, because batches are prepared before they are needed.
        """
        epoch, batch = divmod(self._position.batches + whole("taken", taken, 0, 2**62), len(self))
        return saved(epoch, batch, self._options.seed, self.fingerprint)

    def load_state(self, state: dict[str, Any]) -> None:
        """Go to where `state` stood; refused if it is of other windows."""
        epoch, batch = restored(state, self._options.seed, self.fingerprint, len(self))
        self._position.go(epoch * len(self) + batch)

    def advance(self, batches: int) -> None:
        """Go on by so many batches, as if they had been taken."""
        self._position.go(self._position.batches + whole("batches", batches, 0, 2**62))

    def shard(self, process: int, of: int) -> Self:
        """The share of one of several processes in every batch: its rows `process::of`."""
        of = whole("the number of processes", of, 1, 2**31)
        process = whole("process", process, 0, of - 1)
        order = self._plan.layout.order
        for size in (order.batch_size, order.rows % order.batch_size):
            if size % of:
                raise SymbolicError(
                    f"a batch of {size} cannot be shared evenly by {of} processes: take another "
                    "batch_size, or drop_remainder=True if it is the last one"
                )
        share = self.shared()
        share._share = slice(process, None, of)
        share._position = Position(self._position.batches)
        return share

    def shared(self) -> Self:
        """The same windows once more: what moves these on moves those, too."""
        len(self)  # counted once for both
        return _copied(type(self), self.__dict__)

    # -- as Keras sees it -------------------------------------------------------------

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """Keras, once it is imported, takes windows for what they behave as: its PyDataset.

        It asks by isinstance alone, and a true subclass could not be made before.
        """
        utils = getattr(sys.modules.get("keras"), "utils", None)
        return getattr(utils, "PyDataset", type(self))

    @property
    def num_batches(self) -> int:
        """For Keras: how many batches in an epoch."""
        return len(self)

    def on_epoch_begin(self) -> None:
        """For Keras: begin an epoch."""
        self._position.begun = True

    def on_epoch_end(self) -> None:
        """For Keras: go on to the next epoch, if one has begun and not been broken off."""
        self._position.end(len(self))

    def __reduce__(self) -> tuple:
        return _copied, (type(self), self.__dict__)


def _copied(kind: type, attributes: dict[str, Any]) -> Any:
    copy: Any = object.__new__(kind)
    copy.__dict__.update(attributes)
    return copy
