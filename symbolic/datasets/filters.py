"""Filters: the rules by which pieces are chosen, one test for each."""

from collections.abc import Callable, Collection
from typing import Any

from symbolic.datasets.piece import Piece
from symbolic.errors import SymbolicError
from symbolic.score.instruments import FAMILIES, programs_of

Test = Callable[[Piece], bool]

RANGES = ("bars", "notes", "seconds", "tracks", "polyphony", "tempo", "lowest", "highest")


def tests(rules: dict[str, Any]) -> dict[str, Test]:
    """A test of a piece for every rule."""
    makers: dict[str, Callable[[Any], Test]] = {
        "meter": in_meters,
        "instrument": played_by,
        "drums": with_drums,
        "confidence": sure_of_key,
        **{name: within(name) for name in RANGES},
    }
    unknown = rules.keys() - makers.keys()
    if unknown:
        raise SymbolicError(
            f"filter has no rule {', '.join(sorted(unknown))}: there are {', '.join(makers)}, where"
        )
    return {name: makers[name](wanted) for name, wanted in rules.items()}


def in_meters(wanted: str | Collection[str]) -> Test:
    """Whether a piece is in these meters and no other."""
    names = {wanted} if isinstance(wanted, str) else set(wanted)
    for name in names:
        if not isinstance(name, str) or not name.replace("/", "", 1).isdecimal():
            raise SymbolicError(f'a meter is written "3/4", not {name!r:.80}')
    return lambda piece: set(piece.facts.meters) <= names


def played_by(wanted: int | str | Collection[int]) -> Test:
    """Whether one of these programs plays in a piece."""
    if isinstance(wanted, str):
        if wanted not in FAMILIES:
            raise SymbolicError(f"no instruments are called {wanted!r}: {', '.join(FAMILIES)}")
        wanted = programs_of(wanted)
    programs = {wanted} if isinstance(wanted, int) else set(wanted)
    return lambda piece: not programs.isdisjoint(piece.facts.programs)


def with_drums(wanted: bool) -> Test:
    """Whether drums play, or do not."""
    return lambda piece: piece.facts.drums == wanted


def sure_of_key(least: float) -> Test:
    """Whether the key is at least as sure as that."""
    return lambda piece: piece.facts.confidence >= least


def within(name: str) -> Callable[[Any], Test]:
    """Makes tests of whether a number of the facts lies in a range."""

    def test(span: tuple[float | None, float | None]) -> Test:
        try:
            least, most = span
        except (TypeError, ValueError):
            raise SymbolicError(
                f"{name}={span!r:.80}: give (least, most), None for no bound"
            ) from None
        low = float("-inf") if least is None else least
        high = float("inf") if most is None else most
        return lambda piece: low <= getattr(piece.facts, name) <= high

    return test
