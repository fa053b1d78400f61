"""The recipe of a training run: everything that `fit` is told about how to learn."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from symbolic.errors import SymbolicError
from symbolic.score.checks import real, whole

if TYPE_CHECKING:
    import keras

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

    watched: ClassVar[tuple[str, ...]] = ()  # columns of the history beside loss and accuracy

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

    def prepare(self, network: "keras.Model") -> None:
        """Tell a network what it is to know before it learns."""

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


@dataclass(frozen=True)
class LatentRecipe(Recipe):
    """How a MusicVAE learns: as any model, and how much its points may tell.

    Attributes
    ----------
    beta
        What a nat costs that a point tells beyond the free ones, at the end of the run.
    beta_rate
        It rises as 1 - beta_rate ** step; None takes what brings it up in a run of these steps.
    free_bits
        Bits that a point may tell at no cost.
    sampling
        The share of the run after which half of the steps that the decoder is fed are its own
        (scheduled sampling, in two passes); 0: it is always fed the true ones.
    forgetting
        Share of the true steps that the decoder is not told, so that it asks the point.
    spoiling
        Share of the grooves that are read without their dynamics, their drums or their hi-hats,
        and are to come out with them; for a GrooveTokenizer.
    ties
        Names of qualities ("density", "interval", ...: see `symbolic.theory.ATTRIBUTES`) with
        which the first dimensions are to grow, one each; for a MelodyTokenizer.
    """

    watched: ClassVar[tuple[str, ...]] = (
        "reconstruction", "kl_bits", "active_units", "beta", "sampling",
    )  # fmt: skip

    beta: float = 0.2
    beta_rate: float | None = None
    free_bits: float = 48.0
    sampling: float = 0.0
    forgetting: float = 0.0
    spoiling: float = 0.0
    ties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("beta", "free_bits"):
            if real(name, getattr(self, name)) < 0:
                raise SymbolicError(f"{name}={getattr(self, name)} must be at least 0")
        for name in ("beta_rate", "sampling", "forgetting", "spoiling"):
            value = getattr(self, name)
            if value is not None and not 0 <= real(name, value) < 1:
                raise SymbolicError(f"{name}={value} is a share from 0 up to, but not, 1")

    def prepare(self, network: "keras.Model") -> None:
        """Tell a network what its points may tell, and when it is fed its own steps."""
        from symbolic.models.vae.qualities import check_ties
        from symbolic.models.vae.teaching import Teaching, rate_for

        if self.ties:
            check_ties(self.ties, network)
        if self.spoiling and not network.steps.spoils:
            raise SymbolicError("spoiling is for grooves: other windows lack nothing to be added")

        rate = max(1 - 6 / self.steps, 0.0) if self.beta_rate is None else self.beta_rate
        sampling = rate_for(self.steps, self.sampling) if self.sampling else 0.0
        network.teaching = Teaching(
            self.beta,
            rate,
            self.free_bits,
            sampling,
            self.forgetting,
            self.spoiling,
            tuple(self.ties),
        )


RECIPES: dict[str, type[Recipe]] = {"MusicVAE": LatentRecipe}


def recipe_of(model: str) -> type[Recipe]:
    """The kind of recipe by which models of a class learn."""
    return RECIPES.get(model, Recipe)
