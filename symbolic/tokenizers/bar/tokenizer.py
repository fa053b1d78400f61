"""BarTokenizer: bars, positions, programs, pitches, velocities, durations."""

from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers.bar.chords import analysed
from symbolic.tokenizers.bar.compiled import IS_COMPILED, Line
from symbolic.tokenizers.bar.decode import Decoder
from symbolic.tokenizers.bar.encode import Encoder
from symbolic.tokenizers.bar.grammar import BarGrammar
from symbolic.tokenizers.bar.words import velocity_labels, vocabulary
from symbolic.tokenizers.tokenizer import Tokenizer

ANALYSED = "analysed"


class BarTokenizer(Tokenizer):
    """Multi-track tokens, bar by bar.

    A bar is "bar", with its meter where that changes; then for every position what happens
    there: tempo, key and chord where they change, then for each program its pedal and its notes, a
    note being pitch, velocity and duration. Drums are apart: kits and drum tokens.

    Everything is exact on the grid: any meter, rests and notes of any length, all 128 pitches and
    programs. Tempos and meters are exact to the tick: "late" says how far after a grid line. Not kept: names and the parting into tracks of one program, controls
    but the sustain pedal, bends, lyrics, markers.

    Parameters
    ----------
    positions
        Grid lines in a quarter note; 12 holds sixteenths, triplets and their halves.
    velocities
        How many velocities are told apart.
    pedal
        Whether the sustain pedal is written.
    chords
        True writes the chord symbols that the score holds, as lead sheets do; "analysed" writes
        in their place the chords that `Score.chords` hears on the grid; False writes none. They
        come back as texts of the kind "chord".

    Examples
    --------
    >>> score = Score(480, notes=[(0, 480, 60, 80, 0), (480, 160, 64, 80, 0)])
    >>> tok = BarTokenizer()
    >>> tok.vocabulary.names(tok.encode(score))[:6]
    ['bar', 'position 0', 'program 0', 'pitch 60', 'velocity 82', 'duration 12']
    >>> tok.decode(tok.encode(score)).notes["duration"]
    array([480, 160])
    """

    def __init__(
        self,
        positions: int = 12,
        velocities: int = 32,
        pedal: bool = True,
        chords: bool | str = True,
    ):
        if not 1 <= positions <= 480:
            raise SymbolicError(f"positions={positions}: a quarter has 1 to 480 grid lines")
        if not 1 <= velocities <= 127:
            raise SymbolicError(f"velocities={velocities}: MIDI tells 1 to 127 apart")
        if chords not in (True, False, ANALYSED):
            raise SymbolicError(f'chords={chords!r}: choose True, False or "{ANALYSED}"')
        self.positions, self.velocities, self.pedal = positions, velocities, pedal
        self.chords = chords
        self.vocabulary = vocabulary(positions, velocities)
        labels = np.array(velocity_labels(velocities))
        bins = _bin_of_velocity(velocities)
        line = Line(self.vocabulary, positions, bins, labels) if IS_COMPILED else None
        self._encoder = Encoder(self.vocabulary, positions, bins, pedal, line)
        self._decoder = Decoder(self.vocabulary, positions, labels, line)
        self.grammar = BarGrammar(self.vocabulary, positions, pedal, bool(chords))

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {
            "positions": self.positions,
            "velocities": self.velocities,
            "pedal": self.pedal,
            "chords": self.chords,
        }

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score."""
        if self.chords == ANALYSED:
            score = analysed(self.decode(self._encoder.encode(score, chords=False)))
        return self._encoder.encode(score, bool(self.chords))

    def decode(self, ids: np.ndarray) -> Score:
        """The score that tokens stand for."""
        return self._decoder.decode(ids)


def _bin_of_velocity(bins: int) -> np.ndarray:
    """The bin of each velocity, whose edges are those of `velocity_labels`."""
    edges = np.array([1 + 127 * number // bins for number in range(bins)])
    return edges.searchsorted(np.arange(128), side="right").clip(1) - 1
