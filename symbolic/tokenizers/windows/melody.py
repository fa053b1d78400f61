"""Melodies: MelodyTokenizer, 90 tokens, one a step."""

from collections import Counter
from typing import Any

import numpy as np

from symbolic.score import Score, Track
from symbolic.tokenizers.windows.choice import (
    CHORDS,
    DRUMS,
    POLYPHONIC,
    SILENT,
    Candidate,
    checked_choice,
    chordal,
    considered,
    staged,
)
from symbolic.tokenizers.windows.grammar import WindowGrammar
from symbolic.tokenizers.windows.line import (
    EFFECTS,
    FIRST_PITCH,
    LINE,
    in_range,
    line_of,
    notes_of,
    rests_of,
    without_stray_ends,
)
from symbolic.tokenizers.windows.stretches import Laid
from symbolic.tokenizers.windows.tokenizer import TEMPO, VELOCITY, WindowTokenizer
from symbolic.tokenizers.windows.wild import in_windows, known_steps


class MelodyTokenizer(WindowTokenizer):
    """score <-> windows of a melody: (windows, steps).

    A token is 0 for no event, 1 for note off, 2 to 89 for MIDI pitch 21 to 108. Of notes struck
    together the highest is kept. Every track that is a single line gives windows, one track
    after the other; `track` takes one instead, and of a polyphonic one its highest notes.
    `candidates` lists the tracks with the reason for each.

    Parameters
    ----------
    bars, hop, meter, steps, gap
        See `WindowTokenizer`: how long windows are, where they begin, and which are left out.
        `MelodyTokenizer(bars=16, hop=1, gap=1)` gives the windows that MusicVAE is trained on.
    track
        The number or the name of a track.

    Examples
    --------
    >>> from symbolic.score import Score
    >>> score = Score(480, notes=[(0, 480, 60, 80, 0), (960, 240, 64, 80, 0)])
    >>> tok = MelodyTokenizer(bars=1)
    >>> tok.encode(score)
    array([[41, 0, 0, 0, 1, 0, 0, 0, 45, 0, 1, 0, 0, 0, 0, 0]])
    >>> tok.decode(tok.encode(score)).notes["duration"]
    array([480, 240])
    """

    def __init__(
        self,
        bars: int = 2,
        hop: int | None = None,
        meter: tuple[int, int] = (4, 4),
        steps: int = 4,
        gap: int | None = None,
        track: int | str | None = None,
    ):
        super().__init__(bars, hop, meter, steps, gap)
        self.track = checked_choice("track", track)
        self.vocabulary = LINE
        rest = None if gap is None else gap * self.shape.bar
        self.grammar = WindowGrammar(EFFECTS, self.length, rest)

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer, as plain values."""
        return {**super().config, "track": self.track}

    def candidates(self, score: Score) -> list[Candidate]:
        """Every track, whether `encode` takes it, and why."""
        chords = chordal(score, self.shape.steps)
        sizes = np.bincount(score.notes["track"], minlength=len(score.tracks))

        def why_not(number: int) -> str:
            if score.tracks[number].is_drum:
                return DRUMS
            if sizes[number] == 0:
                return SILENT
            if chords[number] > POLYPHONIC:
                return f"{CHORDS}: track={number} takes its highest notes"
            return ""

        return considered(score, "melody", self.track, why_not)

    def decode(self, ids: Any, tempo: float = TEMPO) -> Score:
        """The melody of windows, or of one, played one after the other."""
        windows = in_windows(known_steps(ids, [len(LINE)]), self.length)[..., 0]
        tracks, [number] = staged([(Track("melody"), self.track)])
        return self._score(tracks, notes_of(windows, self.ticks, VELOCITY, number), tempo)

    def _players(
        self, score: Score, candidates: list[Candidate], passed: Counter
    ) -> list[tuple[int, list[np.ndarray]]]:
        found = []
        for number in (candidate.track for candidate in candidates if candidate.taken):
            notes = score.notes[score.notes["track"] == number]
            sung = in_range(notes)
            passed["notes out of range"] += len(notes) - len(sung)
            found.append((number, [sung]))
        return found

    def _row(self, voices: list[Laid], steps: int) -> np.ndarray:
        return line_of(voices[0], steps) if voices else np.zeros(steps, np.int64)

    def _tidy(self, windows: np.ndarray) -> np.ndarray:
        return without_stray_ends(windows)

    def _begins(self, windows: np.ndarray) -> np.ndarray:
        return windows >= FIRST_PITCH

    def _rests(self, windows: np.ndarray) -> np.ndarray:
        return rests_of(windows)
