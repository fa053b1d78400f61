"""A model with a space of points: what it does with music, whatever its network is."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.models.model import Model
from symbolic.score.checks import real
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

if TYPE_CHECKING:
    import numpy as np

    from symbolic.models.vae.network import VaeNetwork
    from symbolic.models.vae.sizes import VaeSize
    from symbolic.models.vae.space import Points
    from symbolic.models.vae.verbs import Telling
    from symbolic.score import Score


class LatentModel(Model):
    """Windows of music as points, and points as music.

    Attributes
    ----------
    directions
        Vectors along which attributes of the music grow, by name; saved with the model.
    """

    task = "windows"
    network: "VaeNetwork"
    size: "VaeSize"
    tokenizer: WindowTokenizer

    def __init__(self, *given: Any):
        super().__init__(*given)
        self.directions: dict[str, np.ndarray] = {}

    @property
    def bars(self) -> int:
        """Of a window."""
        return self.tokenizer.shape.bars

    def encode(self, music: Any, track: int | str | None = None, **conditions: Any) -> "Points":
        """Where windows lie: their means and deviations, (windows, dimensions).

        Parameters
        ----------
        music
            A score or several, all of whose windows are taken, or windows as the tokenizer has
            them.
        track
            Which track is read; without it all that the tokenizer takes.
        conditions
            What the windows are, as key="D major".
        """
        from symbolic.models.vae import reading, space

        windows = reading.windows_of(self, music, track)
        return space.encode(self, windows, space.labels_for(self, conditions, len(windows)))

    def decode(
        self, points: Any, temperature: float = 0.0, seed: int = 0, **conditions: Any
    ) -> "list[Score]":
        """The music at points, (pieces, dimensions): the likeliest, or drawn at a temperature."""
        from symbolic.models.vae.space import checked_points

        rows = checked_points(self, points)
        return self._telling(conditions, temperature, seed).scores(rows[:, None])

    def decode_windows(
        self, points: Any, temperature: float = 0.0, seed: int = 0, **conditions: Any
    ) -> "np.ndarray":
        """The windows at points, as the tokenizer has them: (windows, steps, ...)."""
        from symbolic.models.vae.space import checked_points

        rows = checked_points(self, points)
        return self._telling(conditions, temperature, seed).windows(rows)

    def teach(self, windows: "np.ndarray", points: Any, **conditions: Any) -> dict[str, float]:
        """How well windows are foretold from points, each step with the true ones before it.

        Returns
        -------
        figures
            "nats" and "accuracy", both of a step in the mean.
        """
        from symbolic.models.vae import reading, space

        rows = reading.windows_of(self, windows)
        labels = space.labels_for(self, conditions, len(rows))
        return space.teach(self, rows, space.checked_points(self, points), labels)

    def reconstruct(
        self,
        score: "Score",
        track: int | str | None = None,
        temperature: float = 0.0,
        seed: int = 0,
        **conditions: Any,
    ) -> "Score":
        """A score as its points tell it: the mean, and the likeliest steps.

        A score longer than a window is read in windows that overlap by half, of which each gives
        the bars in its middle. Of several lines that would do, the one with most notes is taken,
        and a warning says so.
        """
        from symbolic.models.vae.verbs import reconstruct

        return reconstruct(self._telling(conditions, temperature, seed), score, track)

    def sample(
        self, n: int = 1, temperature: float = 0.5, seed: int = 0, **conditions: Any
    ) -> "list[Score]":
        """New pieces of one window each, from points drawn at random."""
        from symbolic.models.vae.verbs import sample

        return sample(self._telling(conditions, temperature, seed), n)

    def generate(
        self,
        pieces: int = 1,
        bars: int | None = None,
        prompt: "Score | None" = None,
        *,
        seed: int = 0,
        temperature: float = 0.5,
        program: int | None = None,
        **conditions: Any,
    ) -> "list[Score]":
        """New pieces, as note models write them; with a prompt, pieces that are like it.

        Parameters
        ----------
        bars
            A window's: this model knows no other length.
        program
            What plays.
        """
        if bars not in (None, self.bars):
            raise SymbolicError(f"this model writes {self.bars} bars, not {bars}: leave out bars")
        from symbolic.models.vae.verbs import played_by

        telling = {"temperature": temperature, "seed": seed, **conditions}
        found = (
            self.sample(pieces, **telling)
            if prompt is None
            else self.similar(prompt, pieces, **telling)
        )
        return found if program is None else [played_by(score, program) for score in found]

    def interpolate(
        self,
        *pieces: "Score",
        steps: int = 9,
        temperature: float = 0.0,
        seed: int = 0,
        **conditions: Any,
    ) -> list:
        """Pieces from one to another, or a grid of rows between four corners.

        The ends are what `reconstruct` makes of the pieces; of longer ones as much is taken as
        the shortest has.
        """
        from symbolic.models.vae.verbs import interpolate

        return interpolate(self._telling(conditions, temperature, seed), pieces, steps)

    def similar(
        self,
        score: "Score",
        n: int = 4,
        nearness: float = 0.8,
        temperature: float = 0.0,
        seed: int = 0,
        **conditions: Any,
    ) -> "list[Score]":
        """Pieces near one: at nearness 1 its reconstruction, at 0 any of the space."""
        from symbolic.models.vae.verbs import similar

        return similar(self._telling(conditions, temperature, seed), score, n, nearness)

    def attribute(
        self,
        name: "str | Callable[[Score], float]",
        corpus: "Iterable[Score] | None" = None,
        seed: int = 0,
    ) -> "np.ndarray":
        """The direction in which an attribute grows: (dimensions,).

        Parameters
        ----------
        name
            One of `symbolic.theory.ATTRIBUTES`, or a function of a Score.
        corpus
            Scores in which it is looked for. A built-in model knows the directions of the named
            attributes.
        """
        from symbolic.models.vae.directions import direction
        from symbolic.theory.attributes import attribute_of

        if corpus is not None:
            return direction(self, attribute_of(name), corpus, seed)
        attribute_of(name)  # says which there are
        if name not in self.directions:
            raise SymbolicError(
                f"this model does not know the direction of {name!r:.60}: give scores in which it "
                "can be looked for, as vae.attribute(name, corpus)"
            )
        return self.directions[name]

    def shift(
        self,
        score: "Score",
        track: int | str | None = None,
        temperature: float = 0.0,
        seed: int = 0,
        **amounts: float,
    ) -> "Score":
        """A score with more or less of an attribute, as shift(score, density=+1).

        1 is as far as from the quarter of the corpus with least of it to that with most. Other
        directions go into `directions` by a name of their own.
        """
        from symbolic.models.vae.verbs import reconstruct

        conditions = {name: amounts.pop(name) for name in self.conditions if name in amounts}
        by = sum(real(name, amount) * self.attribute(name) for name, amount in amounts.items())
        return reconstruct(self._telling(conditions, temperature, seed), score, track, by)

    def _telling(self, conditions: dict[str, Any], temperature: float, seed: int) -> "Telling":
        from symbolic.models.vae.verbs import Telling

        return Telling(self, conditions, temperature, seed)
