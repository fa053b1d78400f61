"""Sizes of the note models: tiny to try things, small for a laptop, base for a GPU."""

from dataclasses import dataclass

from symbolic.errors import SymbolicError


@dataclass(frozen=True)
class Size:
    """How large a network is.

    Attributes
    ----------
    embedding
        Numbers that stand for a token.
    units
        Of each recurrent layer.
    layers
        How many of them.
    dropout
        Share of the numbers between layers that are left out in training.
    tied
        Whether the output takes the embedding's weights: fewer weights, for which the last layer
        must be led back to the embedding's size.
    """

    embedding: int = 128
    units: int = 256
    layers: int = 2
    dropout: float = 0.2
    tied: bool = False


SIZES = {
    "tiny": Size(embedding=32, units=64, layers=1, dropout=0.0),
    "small": Size(),
    "base": Size(embedding=256, units=512, layers=3, dropout=0.3),
}


def size_of(name: str) -> Size:
    """The size of a name.

    >>> size_of("small").units
    256
    """
    try:
        return SIZES[name]
    except (KeyError, TypeError):
        raise SymbolicError(f"there is no size {name!r:.80}: choose {', '.join(SIZES)}") from None
