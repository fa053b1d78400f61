"""A score as plain lists and numbers, fit for JSON, and back."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.score.tables import TABLES
from symbolic.score.track import Track

if TYPE_CHECKING:
    from symbolic.score.score import Score


def to_dict(score: "Score") -> dict[str, Any]:
    """Return the score as lists of columns, numbers and strings: no NumPy, no pickle.

    >>> from symbolic.score import Score
    >>> Score(480, notes=[(0, 240, 60, 80, 0)]).to_dict()["notes"]["pitch"]
    [60]
    """
    plain: dict[str, Any] = {
        "resolution": score.resolution,
        "title": score.title,
        "tracks": [asdict(track) for track in score.tracks],
    }
    for name, dtype in TABLES.items():
        table = getattr(score, name)
        plain[name] = {column: table[column].tolist() for column in dtype.names or ()}
    return plain


def from_dict(cls: type["Score"], plain: dict[str, Any]) -> "Score":
    """Build the score that `to_dict` described."""
    try:
        tracks = [Track(**track) for track in plain["tracks"]]
        rows = {
            name: list(zip(*(plain[name][column] for column in dtype.names or ()), strict=True))
            for name, dtype in TABLES.items()
        }
        return cls(plain["resolution"], tracks, title=plain["title"], **rows)
    except (KeyError, TypeError, ValueError) as error:
        raise SymbolicError(f"this dict does not describe a score: {error!r}") from error
