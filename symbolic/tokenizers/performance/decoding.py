"""Tokens as a score."""

import numpy as np

from symbolic.score import Score, Track
from symbolic.score.tables import TEMPO, sealed
from symbolic.score.timeline import DEFAULT_MICROSECONDS
from symbolic.tokenizers.performance.reading import Rows
from symbolic.tokenizers.performance.voices import track_of

TEMPOS = sealed(np.array([(0, DEFAULT_MICROSECONDS)], TEMPO))
ALONE: tuple[Track, ...] = (track_of(0),)


def score_of(rows: Rows, resolution: int, programs: bool) -> Score:
    """The score of rows: a track for every voice that does anything, or one for all."""
    tracks, notes, controls = ALONE, rows.notes, rows.controls
    if programs:
        played = np.append(notes["track"], controls["track"])
        present = np.bincount(played).nonzero()[0]
        tracks = tuple(track_of(voice) for voice in present.tolist())
        notes, controls = _by_track(notes, present), _by_track(controls, present)
    tables = {"notes": sealed(notes), "controls": sealed(controls), "tempos": TEMPOS}
    return Score.from_tables(resolution, tracks, tables)


def _by_track(rows: np.ndarray, present: np.ndarray) -> np.ndarray:
    rows = rows[rows["track"].argsort(kind="stable")]
    rows["track"] = present.searchsorted(rows["track"])
    return rows
