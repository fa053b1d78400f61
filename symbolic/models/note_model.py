"""The note models: a tokenizer, a recurrent network over its tokens, and the verbs of both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from symbolic.errors import SymbolicError
from symbolic.models import doors
from symbolic.models.sizes import Size, size_of
from symbolic.score.checks import real, whole
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.tokenizer import tokenizer_from

if TYPE_CHECKING:
    from symbolic.models.network import NoteNetwork

MOST_UNITS, MOST_LAYERS = 2**16, 64


class NoteModel:
    """A recurrent network that reads tokens and says which may come next.

    The network is made when it is first used: making a model does not start Keras.

    Parameters
    ----------
    tokenizer
        Whose tokens it reads and writes; it goes wherever the model goes.
    size
        "tiny", "small" or "base"; see `symbolic.models.sizes`.
    embedding, units, layers, dropout, tied
        What is to differ from the size.
    conditions
        Labels by which it is told what to write, each with its values, "" first for "not told":
        as `windows.labels` has them.
    seed
        Of the first weights.

    Attributes
    ----------
    about
        What is known of its making: data, licence, figures. Saved with it, and shown in its card.
    """

    kind: ClassVar[str]
    known: ClassVar[dict[str, type["NoteModel"]]] = {}

    def __init_subclass__(cls) -> None:
        NoteModel.known[cls.__name__] = cls

    def __init__(
        self,
        tokenizer: Tokenizer,
        size: str | Size = "small",
        *,
        embedding: int | None = None,
        units: int | None = None,
        layers: int | None = None,
        dropout: float | None = None,
        tied: bool | None = None,
        conditions: Mapping[str, Sequence[str]] | None = None,
        seed: int = 0,
    ):
        if not isinstance(tokenizer, Tokenizer):
            raise SymbolicError(
                f"{type(self).__name__} takes a tokenizer first, not {type(tokenizer).__name__}"
            )
        given: dict[str, Any] = {
            "embedding": embedding, "units": units, "layers": layers, "dropout": dropout, "tied": tied,
        }  # fmt: skip
        chosen = {name: value for name, value in given.items() if value is not None}
        self.tokenizer = tokenizer
        self.size = _checked(replace(size if isinstance(size, Size) else size_of(size), **chosen))
        self.conditions = {name: tuple(values) for name, values in (conditions or {}).items()}
        self.seed = whole("seed", seed, 0, 2**31 - 1)
        self.about: dict[str, Any] = {}

    @cached_property
    def network(self) -> "NoteNetwork":
        """The Keras model."""
        from symbolic.models.network import NoteNetwork

        counts = {name: len(values) for name, values in self.conditions.items()}
        return NoteNetwork(self.kind, len(self.tokenizer), self.size, counts, self.seed)

    @property
    def config(self) -> dict[str, Any]:
        """What makes the same model, but for its weights, as plain values."""
        tokenizer = {"name": type(self.tokenizer).__name__, "config": self.tokenizer.config}
        return {
            "tokenizer": tokenizer,
            "size": asdict(self.size),
            "conditions": {name: list(values) for name, values in self.conditions.items()},
            "seed": self.seed,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "NoteModel":
        """The model that a `config` describes, with fresh weights."""
        try:
            named = config["tokenizer"]
            tokenizer = tokenizer_from(named["name"], named["config"])
            conditions = config.get("conditions")
            return cls(
                tokenizer, Size(**config["size"]), conditions=conditions, seed=config["seed"]
            )
        except (KeyError, TypeError) as error:
            raise SymbolicError(f"this config does not fit {cls.__name__}: {error}") from error

    # -- doors to the stations that come after: see symbolic/models/doors.py --------------

    fit = doors.fit
    generate = doors.generate
    stream = doors.stream
    save = doors.save
    summary = doors.summary

    def __repr__(self) -> str:
        size = ", ".join(f"{name}={value}" for name, value in asdict(self.size).items())
        return f"<{type(self).__name__} of {type(self.tokenizer).__name__}: {size}>"


class NoteLSTM(NoteModel):
    """Notes one after the other by an LSTM. See `NoteModel`."""

    kind = "lstm"


class NoteGRU(NoteModel):
    """Notes one after the other by a GRU. See `NoteModel`."""

    kind = "gru"


def _checked(size: Size) -> Size:
    whole("embedding", size.embedding, 1, MOST_UNITS)
    whole("units", size.units, 1, MOST_UNITS)
    whole("layers", size.layers, 1, MOST_LAYERS)
    if not 0 <= real("dropout", size.dropout) < 1:
        raise SymbolicError(f"dropout={size.dropout}: a share from 0 up to, but not, 1 is left out")
    return size
