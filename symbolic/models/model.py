"""What all models share: a tokenizer, conditions, a network, a folder to be saved as."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from symbolic.errors import SymbolicError
from symbolic.models import doors
from symbolic.score.checks import whole
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.tokenizer import tokenizer_from

if TYPE_CHECKING:
    import keras


class Model(ABC):
    """A network over the tokens of a tokenizer.

    The network is made when it is first used: making a model does not start Keras.

    Attributes
    ----------
    kind
        How it works, in a word; a class that says it can be loaded by its name.
    task
        Of the windows that it learns from: see `symbolic.datasets.Windows`.
    about
        What is known of its making: data, licence, figures. Saved with it, and shown in its card.
    """

    kind: ClassVar[str]
    task: ClassVar[str] = "next"
    known: ClassVar[dict[str, type["Model"]]] = {}

    def __init_subclass__(cls) -> None:
        if "kind" in vars(cls):
            Model.known[cls.__name__] = cls

    def __init__(
        self,
        tokenizer: Tokenizer,
        conditions: Mapping[str, Sequence[str]] | None,
        seed: int,
    ):
        if not isinstance(tokenizer, Tokenizer):
            raise SymbolicError(
                f"{type(self).__name__} takes a tokenizer first, not {type(tokenizer).__name__}"
            )
        self.tokenizer = tokenizer
        self.conditions = {name: tuple(values) for name, values in (conditions or {}).items()}
        self.seed = whole("seed", seed, 0, 2**31 - 1)
        self.about: dict[str, Any] = {}

    @cached_property
    def network(self) -> "keras.Model":
        """The Keras model."""
        return self._make_network({name: len(values) for name, values in self.conditions.items()})

    @abstractmethod
    def _make_network(self, conditions: dict[str, int]) -> "keras.Model":
        """A fresh network."""

    @property
    @abstractmethod
    def nature(self) -> str:
        """What it is, in a few words, for its card."""

    @property
    @abstractmethod
    def hyperparameters(self) -> dict[str, Any]:
        """What the class takes beside tokenizer, conditions and seed, as plain values."""

    @property
    def config(self) -> dict[str, Any]:
        """What makes the same model, but for its weights, as plain values."""
        return {
            "tokenizer": {
                "name": type(self.tokenizer).__name__,
                "config": self.tokenizer.config,
            },
            **self.hyperparameters,
            "conditions": {name: list(values) for name, values in self.conditions.items()},
            "seed": self.seed,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Model":
        """The model that a `config` describes, with fresh weights."""
        try:
            named = config["tokenizer"]
            tokenizer = tokenizer_from(named["name"], named["config"])
            known = {"conditions": config.get("conditions"), "seed": config["seed"]}
            return cls._made(tokenizer, config, known)
        except (KeyError, TypeError) as error:
            raise SymbolicError(f"this config does not fit {cls.__name__}: {error}") from error

    @classmethod
    @abstractmethod
    def _made(cls, tokenizer: Tokenizer, config: dict[str, Any], known: dict[str, Any]) -> "Model":
        """The model of a config, whose tokenizer, conditions and seed are known."""

    @abstractmethod
    def generate(self, pieces: int = 1, bars: int | None = None, *args: Any, **options: Any):
        """New pieces: a list of scores."""

    # -- doors to the stations that come after: see symbolic/models/doors.py --------------

    fit = doors.fit
    save = doors.save
    summary = doors.summary
