"""Teaching: how much a point may tell, and how much of its own the decoder is fed, step by step."""

import math
from dataclasses import dataclass

from keras import ops


@dataclass(frozen=True)
class Teaching:
    """What a MusicVAE is taught by, beyond the steps themselves.

    Attributes
    ----------
    beta
        What a nat costs that a point tells beyond the free ones, at the end.
    beta_rate
        It rises as 1 - beta_rate ** step: 0 is all of it from the first step on.
    free_bits
        Bits that a point may tell at no cost.
    sampling_rate
        k of the inverse sigmoid by which the decoder comes to be fed its own steps: half of them
        after k ln k steps; 0: never.
    forgetting
        Share of the steps before that the decoder is not told, so that it asks the point.
    spoiling
        Share of the grooves that are read without their dynamics, their drums or their hi-hats,
        and are to come out with them.
    ties, tying
        Qualities of melodies with which the first dimensions are to grow, one each, and how much
        that weighs against a nat a step.
    """

    beta: float = 0.2
    beta_rate: float = 0.0
    free_bits: float = 48.0
    sampling_rate: float = 0.0
    forgetting: float = 0.0
    spoiling: float = 0.0
    ties: tuple[str, ...] = ()
    tying: float = 0.05

    @property
    def samples(self) -> bool:
        """Whether the decoder is fed steps of its own."""
        return self.sampling_rate > 0

    @property
    def free_nats(self) -> float:
        """Nats that cost nothing."""
        return self.free_bits * math.log(2)

    def beta_at(self, step):
        """What a nat costs after so many steps."""
        return self.beta * (1 - ops.power(self.beta_rate, step + 1.0))

    def sampling(self, step):
        """The share of the steps that the decoder is fed which are its own."""
        if not self.samples:
            return 0.0 * step
        k = self.sampling_rate
        return 1 - k / (k + ops.exp(ops.minimum(step / k, 60.0)))


def rate_for(steps: int, share: float = 0.4) -> float:
    """The k by which half of the steps are the decoder's own after a share of a run.

    >>> round(rate_for(3000))
    222
    """
    k = 2.0
    for _ in range(50):  # k ln k = share * steps, by Newton's way
        k = max(k - (k * math.log(k) - share * steps) / (math.log(k) + 1), 1.0001)
    return k
