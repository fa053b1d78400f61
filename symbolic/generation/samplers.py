"""Samplers: how the next token is chosen from what a model says.

Each is one idea with its number, and they go together in a row:
`sampler=[Temperature(0.9), TopP(0.95)]`. Filters look at what the model says at that temperature;
whatever they leave, the grammar has the last word.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import real, whole


@dataclass(frozen=True)
class Settings:
    """What a row of samplers comes to.

    Attributes
    ----------
    temperature, top_k, top_p, min_p, penalty, window
        As the samplers below have them; these defaults change nothing.
    greedy
        Whether the likeliest token is taken.
    beams
        How many sequences are kept side by side; 0 if tokens are drawn.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    penalty: float = 1.0
    window: int = 64
    greedy: bool = False
    beams: int = 0

    @property
    def filters(self) -> bool:
        """Whether any token may be struck out."""
        return bool(self.top_k) or self.top_p < 1 or self.min_p > 0

    @property
    def penalises(self) -> bool:
        """Whether what was said lately counts."""
        return self.penalty != 1


class Sampler:
    """One way of choosing; its fields are settings of the same names."""

    def settle(self, settings: Settings) -> Settings:
        """The settings with this sampler's own."""
        own: Any = self
        return replace(settings, **{one.name: getattr(self, one.name) for one in fields(own)})


@dataclass(frozen=True)
class Greedy(Sampler):
    """Always the likeliest token: the same music every time, and soon in circles."""

    greedy: bool = True


@dataclass(frozen=True)
class Temperature(Sampler):
    """Above 1 bolder, below 1 safer."""

    temperature: float = 1.0

    def __post_init__(self) -> None:
        if not real("temperature", self.temperature) > 0:
            raise SymbolicError(
                f"temperature={self.temperature} must be above 0; for the likeliest token take "
                "Greedy()"
            )


@dataclass(frozen=True)
class TopK(Sampler):
    """Only the k likeliest tokens."""

    top_k: int

    def __post_init__(self) -> None:
        whole("top_k", self.top_k, 1, 2**31 - 1)


@dataclass(frozen=True)
class TopP(Sampler):
    """Only the likeliest tokens, as many as it takes to have probability p together."""

    top_p: float

    def __post_init__(self) -> None:
        _share("top_p", self.top_p, 0)


@dataclass(frozen=True)
class MinP(Sampler):
    """Only tokens at least p times as likely as the likeliest."""

    min_p: float

    def __post_init__(self) -> None:
        _share("min_p", self.min_p)


@dataclass(frozen=True)
class RepetitionPenalty(Sampler):
    """Tokens said among the last `window` are made less likely: above 1 the more so."""

    penalty: float
    window: int = 64

    def __post_init__(self) -> None:
        if not real("penalty", self.penalty) > 0:
            raise SymbolicError(f"penalty={self.penalty} must be above 0; 1 changes nothing")
        whole("window", self.window, 1, 2**31 - 1)


@dataclass(frozen=True)
class Beam(Sampler):
    """The likeliest sequence that a search with so many beams finds: for short answers."""

    beams: int = 4

    def __post_init__(self) -> None:
        whole("beams", self.beams, 1, 4096)


NAMED: dict[str, Callable[[Any], Sampler]] = {
    "temperature": Temperature,
    "top_k": TopK,
    "top_p": TopP,
    "min_p": MinP,
    "repetition_penalty": RepetitionPenalty,
    "beams": Beam,
}


def settings_of(sampler: Sampler | Iterable[Sampler] | None, **named: Any) -> Settings:
    """The settings that samplers, and numbers by name, come to.

    >>> settings_of([Temperature(0.9), TopK(5)]).top_k, settings_of(None, top_p=0.5).top_p
    (5, 0.5)
    """
    row = [] if sampler is None else [sampler] if isinstance(sampler, Sampler) else list(sampler)
    for one in row:
        if not isinstance(one, Sampler):
            raise SymbolicError(f"sampler: {one!r:.80} is none; take Temperature(0.9), TopP(0.95)")
    row += [NAMED[name](value) for name, value in named.items() if value is not None]
    settings = Settings()
    for one in row:
        settings = one.settle(settings)
    return settings


def _share(name: str, value: float, least: float = -1.0) -> None:
    if not least < real(name, value) <= 1 or value < 0:
        raise SymbolicError(f"{name}={value} is a share above 0, and at most 1")
