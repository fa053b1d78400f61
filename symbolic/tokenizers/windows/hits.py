"""Drum hits as tokens: which of the nine drums are struck at a step, one bit for each."""

import numpy as np

from symbolic.score.tables import NOTE
from symbolic.tokenizers.vocabulary import Vocabulary
from symbolic.tokenizers.windows.grammar import NOTHING, STRIKES
from symbolic.tokenizers.windows.kits import NAMES, Kit
from symbolic.tokenizers.windows.stretches import Laid

BITS = 1 << np.arange(len(NAMES))
COMBINATIONS = 1 << len(NAMES)


def _label(token: int) -> str:
    return "+".join(name for name, bit in zip(NAMES, BITS, strict=True) if token & bit)


HITS = Vocabulary({"silence": [""], "hit": [_label(token) for token in range(1, COMBINATIONS)]})
EFFECTS = np.array([NOTHING] + [STRIKES] * (COMBINATIONS - 1))


def hits_of(voice: Laid, steps: int, kit: Kit) -> np.ndarray:
    """Tokens for so many steps."""
    struck = np.zeros((steps, len(NAMES)), bool)
    here = voice.step < steps
    struck[voice.step[here], kit.drum_of[voice.pitch[here]]] = True
    return struck @ BITS


def rests_of(struck: np.ndarray) -> np.ndarray:
    """For every step, how many steps have been silent since the last hit, this one counted."""
    at = np.arange(struck.shape[1])
    last = np.maximum.accumulate(np.where(struck, at, -1), axis=1)
    return np.where(last >= 0, at - last, 0)


def notes_of(windows: np.ndarray, kit: Kit, ticks: int, velocity: int, track: int) -> np.ndarray:
    """The hits of windows side by side, each as long as a step."""
    step, drum = np.nonzero(windows.reshape(-1, 1) & BITS)
    notes = np.empty(len(step), NOTE)
    notes["start"], notes["duration"] = step * ticks, ticks
    notes["pitch"], notes["velocity"], notes["track"] = kit.pitch_of[drum], velocity, track
    return notes
