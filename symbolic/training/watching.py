"""What is watched from batch to batch: the loss, the clock, and the wish to stop."""

import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import keras

from symbolic.errors import SymbolicError

LOOK = 20  # steps between two looks at the loss: each look waits for the device


class DivergedError(SymbolicError):
    """The loss is no number any more."""


class Watch(keras.callbacks.Callback):
    """Counts steps, shows how fast they go, and stops where nothing more can be learned.

    Attributes
    ----------
    taken
        Steps that are done in this stretch.
    stopped
        Whether someone asked to stop.
    """

    def __init__(self, bar, first: int, tokens: int):
        super().__init__()
        self.bar, self.first, self.tokens = bar, first, tokens
        self.taken = 0
        self.stopped = False
        self._begin = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the stretch began."""
        return time.perf_counter() - self._begin

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Count, look, show."""
        self.taken += 1
        self.bar.update()
        if self.taken % LOOK == 1 or self.stopped:
            loss = float((logs or {}).get("loss", 0.0))
            check_loss(loss, self.first + self.taken)
            speed = self.taken * self.tokens / max(self.seconds, 1e-9)
            self.bar.set_postfix_str(f"loss {loss:.3f}, {speed:,.0f} tokens/s", refresh=False)
        if self.stopped:
            self.model.stop_training = True

    def stop(self) -> None:
        """Stop after the step that is running."""
        self.stopped = True


def check_loss(loss: float, step: int) -> None:
    """Raise DivergedError where the loss is no number."""
    if not math.isfinite(loss):
        raise DivergedError(
            f"the loss at step {step:,} is no number ({loss}): the checkpoints before it are kept; "
            "a lower learning_rate or a smaller clip may help"
        )


@contextmanager
def interruptible(watch: Watch) -> Iterator[None]:
    """Let Ctrl-C end the step that is running rather than cut it off; the second one cuts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def asked(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        watch.stop()

    signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
