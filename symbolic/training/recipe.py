"""The recipe of a training run: everything that `fit` is told about how to learn."""

from dataclasses import asdict, dataclass
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import real, whole

PRECISIONS = ("float32", "mixed_float16", "mixed_bfloat16")


@dataclass(frozen=True)
class Recipe:
    """How a model learns.

    Attributes
    ----------
    steps
        Batches in all.
    every
        Steps from one row of the history, and one checkpoint, to the next.
    learning_rate, warmup, final
        The rate rises to `learning_rate` in `warmup` steps, then falls along a cosine to the
        share `final` of it at the last step.
    clip
        The norm at which gradients are clipped; 0 leaves them.
    weight_decay
        Of AdamW.
    accumulate
        Batches whose gradients are added up for one update; each counts as much as the others.
    precision
        "float32", "mixed_float16" or "mixed_bfloat16".
    patience
        Rows of history without a better held-out loss after which training stops; 0: never.
    seed
        Of dropout.
    """

    steps: int
    every: int
    learning_rate: float = 1e-3
    warmup: int = 100
    final: float = 0.01
    clip: float = 1.0
    weight_decay: float = 0.0
    accumulate: int = 1
    precision: str = "float32"
    patience: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        whole("steps", self.steps, 1, 2**40)
        whole("every", self.every, 1, 2**40)
        whole("warmup", self.warmup, 0, 2**40)
        whole("accumulate", self.accumulate, 1, 2**20)
        whole("patience", self.patience, 0, 2**40)
        if not real("learning_rate", self.learning_rate) > 0:
            raise SymbolicError(f"learning_rate={self.learning_rate} must be above 0")
        for name in ("final", "clip", "weight_decay"):
            if real(name, getattr(self, name)) < 0:
                raise SymbolicError(f"{name}={getattr(self, name)} must be at least 0")
        if self.precision not in PRECISIONS:
            raise SymbolicError(f"precision is {', '.join(PRECISIONS)}, not {self.precision!r:.40}")

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)
