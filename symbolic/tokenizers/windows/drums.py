"""Drum patterns: DrumTokenizer, 512 tokens, one a step."""

from collections import Counter
from typing import Any

import numpy as np

from symbolic.score import Score, Track
from symbolic.tokenizers.windows.choice import Candidate, checked_choice, considered, staged
from symbolic.tokenizers.windows.grammar import WindowGrammar
from symbolic.tokenizers.windows.hits import EFFECTS, HITS, hits_of, notes_of, rests_of
from symbolic.tokenizers.windows.kits import Kit
from symbolic.tokenizers.windows.stretches import Laid
from symbolic.tokenizers.windows.tokenizer import TEMPO, TOGETHER, VELOCITY, WindowTokenizer
from symbolic.tokenizers.windows.wild import in_windows, known_steps

DRUMMER = Track("drums", is_drum=True)
NOT_DRUMS = "not of drums"


class KitTokenizer(WindowTokenizer):
    """A tokenizer of what a drummer plays: all tracks of drums together, or the one chosen."""

    def __init__(
        self,
        bars: int,
        hop: int | None,
        meter: tuple[int, int],
        steps: int,
        gap: int | None,
        track: int | str | None,
        kit: str,
    ):
        super().__init__(bars, hop, meter, steps, gap)
        self.track = checked_choice("track", track)
        self.kit = Kit(kit)

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer, as plain values."""
        return {**super().config, "track": self.track, "kit": self.kit.name}

    def candidates(self, score: Score) -> list[Candidate]:
        """Every track, whether `encode` takes it, and why."""

        def why_not(number: int) -> str:
            return "" if score.tracks[number].is_drum else NOT_DRUMS

        return considered(score, "drums", self.track, why_not)

    def _players(
        self, score: Score, candidates: list[Candidate], passed: Counter
    ) -> list[tuple[int, list[np.ndarray]]]:
        taken = [candidate.track for candidate in candidates if candidate.taken]
        if not taken:
            return []
        notes = score.notes[np.isin(score.notes["track"], taken)]
        struck = self.kit.only_drums(notes)
        passed["notes of no drum in the kit"] += len(notes) - len(struck)
        return [(taken[0] if len(taken) == 1 else TOGETHER, [struck])]


class DrumTokenizer(KitTokenizer):
    """score <-> windows of a drum pattern: (windows, steps).

    A token says which of nine drums are struck: kick 1, snare 2, closed hat 4, open hat 8, low
    tom 16, mid tom 32, high tom 64, crash 128, ride 256, added up. All tracks of drums are taken
    together; `track` takes one instead.

    Parameters
    ----------
    bars, hop, meter, steps, gap
        See `WindowTokenizer`: how long windows are, where they begin, and which are left out.
    track
        The number or the name of a track.
    kit
        Which sounds count as which drum: "general" as in note-seq, or "roland" (see `KITS`).

    Examples
    --------
    >>> from symbolic.score import Score, Track
    >>> hits = [(0, 60, 36, 90, 0), (0, 60, 42, 90, 0), (480, 60, 38, 90, 0)]
    >>> tok = DrumTokenizer(bars=1)
    >>> ids = tok.encode(Score(480, [Track("kit", is_drum=True)], notes=hits))
    >>> ids
    array([[5, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
    >>> tok.vocabulary.names([5])
    ['hit kick+closed hat']
    """

    def __init__(
        self,
        bars: int = 2,
        hop: int | None = None,
        meter: tuple[int, int] = (4, 4),
        steps: int = 4,
        gap: int | None = None,
        track: int | str | None = None,
        kit: str = "general",
    ):
        super().__init__(bars, hop, meter, steps, gap, track, kit)
        self.vocabulary = HITS
        rest = None if gap is None else gap * self.shape.bar
        self.grammar = WindowGrammar(EFFECTS, self.length, rest)

    def decode(self, ids: Any, tempo: float = TEMPO) -> Score:
        """The pattern of windows, or of one, played one after the other."""
        windows = in_windows(known_steps(ids, [len(HITS)]), self.length)[..., 0]
        tracks, [number] = staged([(DRUMMER, self.track)])
        notes = notes_of(windows, self.kit, self.ticks, VELOCITY, number)
        return self._score(tracks, notes, tempo)

    def _row(self, voices: list[Laid], steps: int) -> np.ndarray:
        return hits_of(voices[0], steps, self.kit) if voices else np.zeros(steps, np.int64)

    def _begins(self, windows: np.ndarray) -> np.ndarray:
        return windows > 0

    def _rests(self, windows: np.ndarray) -> np.ndarray:
        return rests_of(windows > 0)
