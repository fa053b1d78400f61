"""Edits of how long notes sound: the pedal, and notes that run into one another."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symbolic.score.score import Score

SUSTAIN = 64  # the damper pedal's control number
DOWN = 64  # control values from here on mean that the pedal is down


def apply_pedal(score: "Score") -> "Score":
    """Let notes sound until the pedal that holds them is lifted, and drop the pedal.

    A note struck again while it is held ends where it is struck again.
    """
    pedal = score.controls["number"] == SUSTAIN
    if not pedal.any():
        return score.copy()
    notes = score.notes.copy()
    pedals = score.controls[pedal]
    ends = notes["start"] + notes["duration"]
    again = _struck_again(notes)
    tracks, bounds = np.unique(pedals["track"], return_index=True)
    first, last = (notes["track"].searchsorted(tracks, side) for side in ("left", "right"))
    for events, i, j in zip(np.split(pedals, bounds[1:]), first, last, strict=True):
        held = np.minimum(_held_until(ends[i:j], events, score.end), again[i:j])
        notes["duration"][i:j] = np.maximum(held, ends[i:j]) - notes["start"][i:j]
    return score.replace(notes=notes, controls=score.controls[~pedal])


def _held_until(ends: np.ndarray, events: np.ndarray, last: int) -> np.ndarray:
    """When the pedal, if it is down at each end, comes up."""
    down = events["value"] >= DOWN
    k = events["time"].searchsorted(ends, side="right") - 1
    lifts = np.append(events["time"][~down], last)
    lifted = lifts[lifts[:-1].searchsorted(ends, side="right")]
    return np.where((k >= 0) & down[k], lifted, ends)


def _struck_again(notes: np.ndarray) -> np.ndarray:
    """When each note's pitch is next struck on the same track."""
    again = np.full(len(notes), np.iinfo(np.int64).max)
    order = np.lexsort([notes["start"], notes["pitch"], notes["track"]])
    here, after = order[:-1], order[1:]
    same = (notes["pitch"][here] == notes["pitch"][after]) & (
        notes["track"][here] == notes["track"][after]
    )
    again[here[same]] = notes["start"][after[same]]
    return again


def remove_overlaps(score: "Score") -> "Score":
    """End each note where its pitch is struck again on the same track.

    Of notes struck together at one pitch, the longest stays.
    """
    notes = score.notes
    if len(notes) == 0:
        return score.copy()
    order = np.lexsort([-notes["duration"], notes["pitch"], notes["track"], notes["start"]])
    notes = notes[order]
    place = np.stack([notes["start"], notes["track"], notes["pitch"]])
    first = np.append(True, (place[:, 1:] != place[:, :-1]).any(axis=0))
    notes = notes[first].copy()
    notes["duration"] = np.minimum(notes["duration"], _struck_again(notes) - notes["start"])
    return score.replace(notes=notes)
