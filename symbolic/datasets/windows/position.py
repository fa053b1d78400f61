"""The position: how many batches have been taken, and what Keras has begun."""

from dataclasses import dataclass


@dataclass
class Position:
    """Where one stands.

    Attributes
    ----------
    batches
        Taken since the first of epoch 0.
    begun
        Whether Keras has begun an epoch.
    served, finished
        Whether it has looked at any batch of it, and at the last one.
    """

    batches: int = 0
    begun: bool = False
    served: bool = False
    finished: bool = False

    def go(self, batches: int) -> None:
        """Go to where so many batches are taken."""
        self.batches = batches
        self.begun = self.served = self.finished = False

    def look(self, is_last: bool) -> None:
        """A batch is looked at, perhaps the last of an epoch."""
        self.served = True
        self.finished = self.finished or is_last

    def end(self, batches: int) -> None:
        """Keras ends an epoch of so many batches: go on by these, if it was one.

        Keras also ends one that it did not begin, when it starts to fit, and breaks one off after
        a batch when it builds a model. Where its workers are processes, none is looked at here.
        """
        if self.begun and (self.finished or not self.served):
            self.go(self.batches + batches)
        elif self.begun:
            self.begun = False
        else:
            self.go(self.batches)
