"""Pitch: what a piece does with its tones, in the figures and under the names of MusPy.

These describe one piece, generated or real; what is good is what real pieces have.

Conventions
-----------
Every figure equals the one that MusPy 0.5 finds in the same piece, so that they can be held
beside published ones. Drums are left out. A figure that no note can tell is nan. Time is counted
in ticks, as in the file, and a piece lasts to the end of its last note or control change, drums
with it. What MusPy does and its documentation does not say: `polyphony_rate` counts where *more*
than `threshold` pitches sound, and the range of a piece of nothing but drums is -127.

Metrics
-------
- `pitch_range`: semitones from the lowest pitch to the highest.
- `n_pitches_used`, `n_pitch_classes_used`: how many different ones.
- `polyphony`: how many pitches sound at once, wherever one does.
- `polyphony_rate`: the share of the time in which several do.
- `pitch_in_scale_rate`: the share of notes in a major or natural minor scale.
- `scale_consistency`: the largest such share of any scale.
- `pitch_entropy`, `pitch_class_entropy`: how evenly pitches are used, in bits.

Reference: Dong et al., "MusPy: A Toolkit for Symbolic Music Generation", ISMIR 2020.
"""

import math
from collections import OrderedDict

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.theory import key
from symbolic.theory.sounding import pitched
from symbolic.theory.spelling import pitch_class, position

SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
PITCHES = 128


def validate(score: Score) -> np.ndarray:
    """The notes that count."""
    if not isinstance(score, Score):
        raise SymbolicError(f"these metrics take a Score, not {score!r:.80}")
    return pitched(score)


def length(score: Score) -> int:
    """How many ticks a piece lasts: to the end of its last note or control change."""
    ends = (score.notes["start"] + score.notes["duration"]).max(initial=0)
    return max(int(ends), int(score.controls["time"].max(initial=0)))


def pitch_range(score: Score) -> int:
    """Semitones from the lowest pitch to the highest; 0 if there is no note.

    >>> pitch_range(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 67, 80, 0)]))
    7
    """
    pitches = validate(score)["pitch"]
    if len(score.notes) == 0:
        return 0
    return int(pitches.max(initial=0)) - int(pitches.min(initial=PITCHES - 1))


def n_pitches_used(score: Score) -> int:
    """How many different pitches."""
    return len(np.unique(validate(score)["pitch"]))


def n_pitch_classes_used(score: Score) -> int:
    """How many different pitch classes.

    >>> n_pitch_classes_used(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 72, 80, 0)]))
    1
    """
    return len(np.unique(validate(score)["pitch"] % 12))


def polyphony(score: Score) -> float:
    """How many pitches sound at once, in the mean of the time in which any does.

    >>> polyphony(Score(4, notes=[(0, 8, 60, 80, 0), (0, 4, 64, 80, 0), (12, 4, 64, 80, 0)]))
    1.3333333333333333
    """
    times, voices = _texture(validate(score))
    sounding = times[voices > 0].sum()
    return float((times * voices).sum() / sounding) if sounding else math.nan


def polyphony_rate(score: Score, threshold: int = 2) -> float:
    """The share of the time in which more than `threshold` pitches sound."""
    times, voices = _texture(validate(score))
    lasts = length(score)
    return float(times[voices > threshold].sum() / lasts) if lasts else math.nan


def pitch_in_scale_rate(score: Score, root: int, mode: str) -> float:
    """The share of notes in a scale.

    Parameters
    ----------
    root
        Its pitch class, 0 for C.
    mode
        "major" or "minor".

    Examples
    --------
    >>> notes = [(480 * n, 480, pitch, 80, 0) for n, pitch in enumerate([60, 62, 64, 66])]
    >>> pitch_in_scale_rate(Score(480, notes=notes), 0, "major")
    0.75
    """
    if mode.lower() not in SCALES:
        raise SymbolicError(f'the mode {mode!r} is neither "major" nor "minor"')
    counts = _pitch_classes(score)
    scale = (root + np.array(SCALES[mode.lower()])) % 12
    return _share(counts[scale].sum(), counts.sum())


def scale_consistency(score: Score) -> float:
    """The largest share of notes in any major or minor scale."""
    counts = _pitch_classes(score)
    roots = np.arange(12)[:, None]
    in_scale = max(counts[(roots + np.array(s)) % 12].sum(1).max() for s in SCALES.values())
    return _share(in_scale, counts.sum())


def pitch_entropy(score: Score) -> float:
    """How evenly pitches are used, in bits: 0 for one alone, 7 for all 128 alike."""
    return _entropy(np.bincount(validate(score)["pitch"], minlength=PITCHES))


def pitch_class_entropy(score: Score) -> float:
    """How evenly pitch classes are used, in bits: 3.58 for all twelve alike.

    >>> notes = [(480 * n, 480, 60 + n, 80, 0) for n in range(12)]
    >>> round(pitch_class_entropy(Score(480, notes=notes)), 3)
    3.585
    """
    return _entropy(_pitch_classes(score))


def evaluate(score: Score) -> "OrderedDict[str, float]":
    """Every figure; the scale is that of the key that is heard.

    >>> figures = evaluate(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 67, 80, 0)]))
    >>> list(figures)[:3], figures["pitch_range"], figures["pitch_entropy"]
    (['pitch_range', 'n_pitches_used', 'n_pitch_classes_used'], 7, 1.0)
    """
    figures: OrderedDict[str, float] = OrderedDict()
    figures["pitch_range"] = pitch_range(score)
    figures["n_pitches_used"] = n_pitches_used(score)
    figures["n_pitch_classes_used"] = n_pitch_classes_used(score)
    figures["polyphony"] = polyphony(score)
    figures["polyphony_rate"] = polyphony_rate(score)
    figures["pitch_in_scale_rate"] = _in_the_key_heard(score)
    figures["scale_consistency"] = scale_consistency(score)
    figures["pitch_entropy"] = pitch_entropy(score)
    figures["pitch_class_entropy"] = pitch_class_entropy(score)
    return figures


def _in_the_key_heard(score: Score) -> float:
    try:
        found = key(score)
    except SymbolicError:  # nothing sounds
        return math.nan
    return pitch_in_scale_rate(score, pitch_class(position(found.tonic)), found.mode)


def _pitch_classes(score: Score) -> np.ndarray:
    return np.bincount(validate(score)["pitch"] % 12, minlength=12)


def _share(part: int, whole: int) -> float:
    return float(part / whole) if whole else math.nan


def _entropy(counts: np.ndarray) -> float:
    if not counts.any():
        return math.nan
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum()) + 0.0  # no -0.0


def _texture(notes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Stretches of time, and how many pitches sound in each."""
    begins, ends = _stretches(notes)
    moments = np.concatenate([begins, ends])
    changes = np.repeat([1, -1], [len(begins), len(ends)])
    order = moments.argsort()
    return np.diff(moments[order]), changes[order].cumsum()[:-1]


def _stretches(notes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """When each pitch begins and ends to sound; notes of one pitch that overlap are joined."""
    notes = notes[notes["duration"] > 0]
    begins, ends = notes["start"], notes["start"] + notes["duration"]
    beyond = ends.max(initial=0) + 1
    lane = notes["pitch"].astype(np.int64) * beyond  # each pitch in a stretch of time of its own
    order = (lane + begins).argsort(kind="stable")
    lane, begins, ends = lane[order], begins[order], ends[order]
    heard = np.maximum.accumulate(lane + ends)
    new = np.append(True, (lane + begins)[1:] > heard[:-1])[: len(lane)]
    last = np.append(new[1:], True)[: len(lane)]
    return begins[new], (heard - lane)[last]
