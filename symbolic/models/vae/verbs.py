"""What a MusicVAE does with music: reconstruct, go from one piece to another, write new ones.

All of it is: lines of windows to points, points moved, points to windows, windows played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.models.vae import space
from symbolic.models.vae.joining import in_windows, joined
from symbolic.models.vae.paths import among, between, near
from symbolic.models.vae.reading import line_of
from symbolic.score import Score
from symbolic.score.checks import real, whole
from symbolic.tokenizers.windows.groove import GrooveTokenizer

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel
    from symbolic.tokenizers.windows.extraction import Extraction

MOST = 2**16
TEMPO = 120.0


@dataclass(frozen=True)
class Telling:
    """How windows are written: what the model is told, and how it draws.

    Attributes
    ----------
    conditions
        Labels by name.
    temperature
        0 takes the likeliest step after the likeliest.
    seed
        Of what is drawn.
    """

    vae: "LatentModel"
    conditions: dict[str, Any]
    temperature: float
    seed: int

    def points(self, windows: np.ndarray) -> np.ndarray:
        """The means of windows."""
        labels = space.labels_for(self.vae, self.conditions, len(windows))
        return space.encode(self.vae, windows, labels).mean

    def windows(self, points: np.ndarray) -> np.ndarray:
        """The windows of points, however they stand: (..., steps, ...)."""
        rows = points.reshape(-1, points.shape[-1])
        labels = space.labels_for(self.vae, self.conditions, len(rows))
        found = space.decode(self.vae, rows, labels, self.temperature, self.seed)
        return found.reshape(*points.shape[:-1], *found.shape[1:])

    def scores(self, points: np.ndarray, tempo: float = TEMPO) -> list[Score]:
        """Pieces of points: (pieces, windows, dimensions)."""
        return [self.vae.tokenizer.decode(part, tempo=tempo) for part in self.windows(points)]


@dataclass(frozen=True)
class Line:
    """A line of a score, in windows that overlap by half."""

    vae: "LatentModel"
    score: Score
    track: int | str | None = None

    @cached_property
    def found(self) -> "Extraction":
        """Its windows."""
        return line_of(self.vae, self.score, self.track, hop=max(self.vae.bars // 2, 1))

    def played(self, windows: np.ndarray) -> Score:
        """Other windows in place of its own, as fast as the score."""
        shape = self.vae.tokenizer.shape
        row = joined(windows, self.found.bars, shape)
        tempo = tempo_of(self.score)
        filled = self.vae.tokenizer.decode(in_windows(row, shape.length), tempo=tempo)
        return filled.slice(bars=(0, len(row) // shape.bar))


def reconstruct(telling: Telling, score: Score, track: int | str | None, by: Any = 0.0) -> Score:
    """A score as its points tell it, moved by a vector."""
    line = Line(telling.vae, score, track)
    return line.played(telling.windows(telling.points(line.found.windows) + by))


def completed(telling: Telling, score: Score, track: int | str | None, way: str) -> Score:
    """A groove with what one of the ways of spoiling takes from it put there anew."""
    from keras import ops

    from symbolic.models.vae.spoiling import WAYS

    if not isinstance(telling.vae.tokenizer, GrooveTokenizer):
        raise SymbolicError(f"{way} is for models of grooves, such as groove-2bar")
    line = Line(telling.vae, score, track)
    seen = WAYS[way](ops.convert_to_tensor(line.found.windows, "float32"))
    return line.played(telling.windows(telling.points(ops.convert_to_numpy(seen))))


def interpolate(telling: Telling, pieces: Sequence[Score], steps: int) -> list:
    """Pieces from one to another, or a grid of them between four."""
    if len(pieces) not in (2, 4):
        raise SymbolicError(f"interpolate takes two scores, or four corners, not {len(pieces)}")
    steps = whole("steps", steps, 2, 1024)
    lines = [Line(telling.vae, piece) for piece in pieces]
    shortest = min(lines, key=lambda line: len(line.found))
    ends = [telling.points(line.found.windows[: len(shortest.found)]) for line in lines]
    if len(ends) == 2:
        return [
            shortest.played(windows)
            for windows in telling.windows(between(ends[0], ends[1], steps))
        ]
    rows = telling.windows(among(ends, steps))
    return [[shortest.played(windows) for windows in row] for row in rows]


def similar(telling: Telling, score: Score, count: int, nearness: float) -> list[Score]:
    """Pieces near one."""
    count, nearness = whole("n", count, 1, MOST), real("nearness", nearness)
    if not 0 <= nearness <= 1:
        raise SymbolicError(f"nearness={nearness} is a number from 0, any music, to 1, this one")
    line = line_of(telling.vae, score, None, hop=telling.vae.bars).windows
    draw = np.random.default_rng(telling.seed)
    return telling.scores(near(telling.points(line), nearness, draw, count), tempo_of(score))


def sample(telling: Telling, count: int) -> list[Score]:
    """New pieces of one window each, from points drawn at random."""
    count = whole("n", count, 1, MOST)
    draw = np.random.default_rng(telling.seed)
    return telling.scores(draw.standard_normal((count, 1, telling.vae.size.latent)))


def tempo_of(score: Score) -> float:
    """How fast a score begins, in quarters a minute."""
    return 60e6 / float(score.tempos["microseconds"][0]) if len(score.tempos) else TEMPO


def played_by(score: Score, program: int) -> Score:
    """A score whose tracks, but for drums, are played by another program."""
    number = whole("program", program, 0, 127)
    tracks = [one if one.is_drum else one.replace(program=number) for one in score.tracks]
    return score.replace(tracks=tracks)
