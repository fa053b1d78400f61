"""Trios: TrioTokenizer, a melody, a bass and drums, three tokens a step."""

from collections import Counter
from typing import Any

import numpy as np

from symbolic.score import Score, Track
from symbolic.tokenizers.vocabulary import Vocabulary
from symbolic.tokenizers.windows.casting import BASS, DRUMS, MELODY, PARTS, auditioned, cast_of
from symbolic.tokenizers.windows.choice import Candidate, checked_choice, staged
from symbolic.tokenizers.windows.hits import HITS, hits_of, rests_of
from symbolic.tokenizers.windows.hits import notes_of as hit_notes_of
from symbolic.tokenizers.windows.kits import Kit
from symbolic.tokenizers.windows.line import (
    FIRST_PITCH,
    LINE,
    in_range,
    line_of,
    notes_of,
    without_stray_ends,
)
from symbolic.tokenizers.windows.stretches import Laid
from symbolic.tokenizers.windows.tokenizer import TEMPO, TOGETHER, VELOCITY, WindowTokenizer
from symbolic.tokenizers.windows.trio_grammar import FIRST, SIZES, TrioGrammar
from symbolic.tokenizers.windows.wild import in_windows, known_steps

LINES = slice(0, 2)
TRACKS = [Track("melody"), Track("bass", program=33), Track("drums", is_drum=True)]
VOCABULARIES = {MELODY: LINE, BASS: LINE, DRUMS: HITS}


class TrioTokenizer(WindowTokenizer):
    """score <-> windows of a trio: (windows, steps, 3).

    The three tokens of a step are the melody's and the bass's, 0 to 89 as in `MelodyTokenizer`,
    and the drums', 0 to 511 as in `DrumTokenizer`. A score without one of the three has no
    windows. Without a choice the melody is that single line among programs 0 to 31 which has
    the most notes, the bass that among 32 to 39, the drums all tracks of drums; `candidates`
    lists the tracks with the reason for each.

    `vocabularies` has the three vocabularies. `vocabulary` and `grammar` speak of all three in
    one row, melody, bass and drums in turn, numbered on: `flatten` makes such rows.

    Parameters
    ----------
    bars, hop, meter, steps
        See `WindowTokenizer`: how long windows are, and where they begin.
    melody, bass, drums
        The number or the name of the track that plays a part.
    kit
        Which sounds count as which drum: "general" as in note-seq, or "roland" (see `KITS`).

    Examples
    --------
    >>> from symbolic.score import Score
    >>> rows = [(0, 480, 60, 80, 0), (0, 960, 36, 80, 1), (480, 60, 38, 80, 2)]
    >>> tok = TrioTokenizer(bars=1)
    >>> tok.encode(Score(480, TRACKS, notes=rows))[0, :5].tolist()
    [[41, 17, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 0, 2]]
    """

    def __init__(
        self,
        bars: int = 16,
        hop: int | None = None,
        meter: tuple[int, int] = (4, 4),
        steps: int = 4,
        melody: int | str | None = None,
        bass: int | str | None = None,
        drums: int | str | None = None,
        kit: str = "general",
    ):
        super().__init__(bars, hop, meter, steps, gap=None)
        given = zip(PARTS, (melody, bass, drums), strict=True)
        self.choices = {part: checked_choice(part, choice) for part, choice in given}
        self.kit = Kit(kit)
        self.vocabularies = VOCABULARIES
        self.vocabulary = Vocabulary(
            {
                f"{part} {kind.name}": kind.labels
                for part, vocabulary in VOCABULARIES.items()
                for kind in vocabulary.kinds.values()
            }
        )
        self.grammar = TrioGrammar(self.length)

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer, as plain values."""
        config = {**super().config, **self.choices, "kit": self.kit.name}
        del config["gap"]
        return config

    def candidates(self, score: Score) -> list[Candidate]:
        """Every track, the part that it plays or could play, and why."""
        return auditioned(score, self.choices, self.shape.steps)

    def decode(self, ids: Any, tempo: float = TEMPO) -> Score:
        """The trio of windows, or of one, played one after the other."""
        windows = in_windows(known_steps(ids, SIZES), self.length)
        melody, bass, drums = np.moveaxis(windows, -1, 0)
        tracks, numbers = staged(list(zip(TRACKS, self.choices.values(), strict=True)))
        notes = [
            notes_of(melody, self.ticks, VELOCITY, numbers[0]),
            notes_of(bass, self.ticks, VELOCITY, numbers[1]),
            hit_notes_of(drums, self.kit, self.ticks, VELOCITY, numbers[2]),
        ]
        return self._score(tracks, np.concatenate(notes), tempo)

    def flatten(self, windows: np.ndarray) -> np.ndarray:
        """Windows as rows of the joint vocabulary: melody, bass, drums, melody, ..."""
        windows = known_steps(windows, SIZES)
        *outer, steps, parts = windows.shape
        return (windows + FIRST[:-1]).reshape(*outer, steps * parts)

    def unflatten(self, ids: Any) -> np.ndarray:
        """Rows of the joint vocabulary as windows of three columns."""
        *outer, tokens = np.shape(ids)
        steps = np.reshape(ids, (*outer, tokens // len(SIZES), len(SIZES)))
        return known_steps(steps - FIRST[:-1], SIZES)

    def _players(
        self, score: Score, candidates: list[Candidate], passed: Counter
    ) -> list[tuple[int, list[np.ndarray]]]:
        cast = cast_of(score, self.choices, self.shape.steps)
        missing = [part for part in PARTS if not cast[part]]
        if missing:
            passed[f"scores without {' and '.join(missing)}"] += 1
            return []
        played = [score.notes[np.isin(score.notes["track"], cast[part])] for part in PARTS]
        parts = [in_range(played[0]), in_range(played[1]), self.kit.only_drums(played[2])]
        passed["notes out of range"] += sum(map(len, played)) - sum(map(len, parts))
        return [(TOGETHER, parts)]

    def _row(self, voices: list[Laid], steps: int) -> np.ndarray:
        if not voices:
            return np.zeros((steps, len(SIZES)), np.int64)
        lines = [line_of(voice, steps) for voice in voices[LINES]]
        return np.stack([*lines, hits_of(voices[2], steps, self.kit)], axis=1)

    def _tidy(self, windows: np.ndarray) -> np.ndarray:
        windows[..., LINES] = without_stray_ends(windows[..., LINES])
        return windows

    def _begins(self, windows: np.ndarray) -> np.ndarray:
        return (windows[..., LINES] >= FIRST_PITCH).any(-1) | (windows[..., 2] > 0)

    def _rests(self, windows: np.ndarray) -> np.ndarray:
        return rests_of(self._begins(windows))
