"""Grooves: GrooveTokenizer, three numbers for each drum at each step."""

from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.tables import NOTE
from symbolic.tokenizers.grammar import AnyOrder
from symbolic.tokenizers.vocabulary import Vocabulary
from symbolic.tokenizers.windows.choice import staged
from symbolic.tokenizers.windows.drums import DRUMMER, KitTokenizer
from symbolic.tokenizers.windows.hits import rests_of
from symbolic.tokenizers.windows.kits import NAMES, Kit
from symbolic.tokenizers.windows.stretches import Laid
from symbolic.tokenizers.windows.tokenizer import TEMPO
from symbolic.tokenizers.windows.wild import in_windows

DRUMS = len(NAMES)
HIT, VELOCITY, OFFSET = (slice(first, first + DRUMS) for first in range(0, 3 * DRUMS, DRUMS))
LOUDEST = 127
GRAIN = 480  # ticks in a step of a decoded score, so that half a step is 240
COLUMNS = Vocabulary({"hit": NAMES, "velocity": NAMES, "offset": NAMES})


class GrooveTokenizer(KitTokenizer):
    """score <-> windows of a groove: numbers, (windows, steps, 27).

    For each of nine drums, in three groups of nine: hit, 0 or 1; velocity, 0 to 1; offset, how
    far from its step the drum is struck, from -1, half a step late, to 1, half a step early, in
    240ths. Of several hits on one drum at one step the loudest is kept.

    These are numbers for a network, not ids: `vocabulary` names the 27 columns.

    Parameters
    ----------
    bars, hop, meter, steps, gap
        See `WindowTokenizer`: how long windows are, where they begin, and which are left out.
    track
        The number or the name of a track. Without it all tracks of drums are taken together.
    kit
        Which sounds count as which drum: "roland", the Groove MIDI Dataset's, or "general".

    Examples
    --------
    >>> from symbolic.score import Score, Track
    >>> drummer = [Track("kit", is_drum=True)]
    >>> tok = GrooveTokenizer(bars=1)
    >>> groove = tok.encode(Score(480, drummer, notes=[(465, 60, 38, 127, 0)]))
    >>> groove.shape, groove[0, 4, [1, 10, 19]].tolist()  # a snare, loud and early
    ((1, 16, 27), [1.0, 1.0, 0.25])
    """

    grain = GRAIN
    ticks = GRAIN

    def __init__(
        self,
        bars: int = 2,
        hop: int | None = None,
        meter: tuple[int, int] = (4, 4),
        steps: int = 4,
        gap: int | None = None,
        track: int | str | None = None,
        kit: str = "roland",
    ):
        super().__init__(bars, hop, meter, steps, gap, track, kit)
        self.vocabulary = COLUMNS
        self.grammar = AnyOrder(len(COLUMNS))

    def decode(self, ids: Any, tempo: float = TEMPO) -> Score:
        """The groove of windows, or of one, played one after the other.

        A drum is struck where its hit is above a half. If the very first is early, the score
        begins with a pickup of half a step, to have room for it.
        """
        windows = in_windows(_numbers(ids), self.length)
        notes = _struck(windows.reshape(-1, len(COLUMNS)), self.kit)
        lead = GRAIN // 2 if len(notes) and notes["start"].min() < 0 else 0
        notes["start"] += lead
        tracks, [notes["track"]] = staged([(DRUMMER, self.track)])
        return self._score(tracks, notes, tempo, lead)

    def _row(self, voices: list[Laid], steps: int) -> np.ndarray:
        row = np.zeros((steps, len(COLUMNS)), np.float32)
        for voice in voices:
            backwards = np.arange(len(voice.step))[::-1]
            order = np.lexsort((backwards, voice.velocity))  # the last to be written stays
            voice = voice.only(order[voice.step[order] < steps])
            drum = self.kit.drum_of[voice.pitch]
            early = voice.step * GRAIN - voice.fine
            row[voice.step, HIT.start + drum] = 1
            row[voice.step, VELOCITY.start + drum] = voice.velocity / LOUDEST
            row[voice.step, OFFSET.start + drum] = early / (GRAIN // 2)
        return row

    def _begins(self, windows: np.ndarray) -> np.ndarray:
        return np.any(windows[..., HIT] > 0, axis=-1)

    def _rests(self, windows: np.ndarray) -> np.ndarray:
        return rests_of(self._begins(windows))


def _numbers(ids: Any) -> np.ndarray:
    """Any numbers as steps of 27; nonsense becomes 0."""
    try:
        numbers = np.atleast_2d(np.asarray(ids, float))
    except (TypeError, ValueError, OverflowError) as error:
        raise SymbolicError(f"a groove is an array of numbers, not {ids!r:.80}") from error
    wide = len(COLUMNS)
    if numbers.shape[-1] != wide:
        flat = numbers.reshape(-1)
        numbers = np.append(flat, np.zeros(-len(flat) % wide)).reshape(-1, wide)
    return np.nan_to_num(numbers, nan=0.0, posinf=1.0, neginf=-1.0)


def _struck(steps: np.ndarray, kit: Kit) -> np.ndarray:
    """The hits, of no track yet; one on the first step may lie before 0."""
    step, drum = np.nonzero(steps[:, HIT] > 0.5)
    velocity, offset = steps[:, VELOCITY][step, drum], steps[:, OFFSET][step, drum]
    notes = np.zeros(len(step), NOTE)
    early = np.rint(np.clip(offset, -1, 1) * (GRAIN // 2)).astype(np.int64)
    notes["start"], notes["duration"] = step * GRAIN - early, GRAIN // 2
    notes["pitch"] = kit.pitch_of[drum]
    notes["velocity"] = np.rint(np.clip(velocity, 0, 1) * LOUDEST).clip(1, LOUDEST)
    return notes
