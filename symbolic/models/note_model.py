"""The note models: a tokenizer, a recurrent network over its tokens, and the verbs of both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.models import doors
from symbolic.models.model import Model
from symbolic.models.sizes import Size, size_of
from symbolic.score.checks import real, whole
from symbolic.tokenizers import Tokenizer

if TYPE_CHECKING:
    from symbolic.models.network import NoteNetwork

MOST_UNITS, MOST_LAYERS = 2**16, 64
KINDS = {"lstm": "an LSTM", "gru": "a GRU"}


class NoteModel(Model):
    """A recurrent network that reads tokens and says which may come next.

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

    network: "NoteNetwork"

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
        super().__init__(tokenizer, conditions, seed)
        given: dict[str, Any] = {
            "embedding": embedding, "units": units, "layers": layers, "dropout": dropout, "tied": tied,
        }  # fmt: skip
        chosen = {name: value for name, value in given.items() if value is not None}
        self.size = _checked(replace(size if isinstance(size, Size) else size_of(size), **chosen))

    def _make_network(self, conditions: dict[str, int]) -> "NoteNetwork":
        from symbolic.models.network import NoteNetwork

        return NoteNetwork(self.kind, len(self.tokenizer), self.size, conditions, self.seed)

    @property
    def nature(self) -> str:
        """What it is, in a few words."""
        return (
            f"{KINDS[self.kind]} of {self.size.layers} x {self.size.units} units over the "
            f"{len(self.tokenizer):,} tokens of {type(self.tokenizer).__name__}"
        )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """What the class takes beside tokenizer, conditions and seed, as plain values."""
        return {"size": asdict(self.size)}

    @classmethod
    def _made(
        cls, tokenizer: Tokenizer, config: dict[str, Any], known: dict[str, Any]
    ) -> "NoteModel":
        return cls(tokenizer, Size(**config["size"]), **known)

    # -- doors to the stations that come after: see symbolic/models/doors.py --------------

    generate = doors.generate
    stream = doors.stream

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
