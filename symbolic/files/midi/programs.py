"""When to say which program a track plays with."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symbolic.score.score import Score

AT_THE_START = np.zeros(1, np.int64)


def program_changes(score: "Score", channels: list[int], index: int) -> np.ndarray:
    """The ticks at which a track sets its program.

    Once at the start, where all on its channel play the same. Where tracks with other
    programs take turns on the channel: at the track's first event, and whenever its turn
    comes again.
    """
    sharing = [i for i, channel in enumerate(channels) if channel == channels[index]]
    programs = np.array([track.program for track in score.tracks])
    if len(set(programs[sharing].tolist())) == 1:
        return AT_THE_START
    ticks, tracks = _events_of(score, sharing)
    if not (tracks == index).any():
        return AT_THE_START
    played = programs[tracks]
    turns = np.append(True, played[1:] != played[:-1])
    turns[np.flatnonzero(tracks == index)[0]] = True
    return ticks[turns & (tracks == index)]


def _events_of(score: "Score", tracks: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The ticks and tracks of all that happens in some tracks, in order."""
    times, owners = [], []
    for table, column in ((score.notes, "start"), (score.controls, "time"), (score.bends, "time")):
        rows = table[np.isin(table["track"], tracks)]
        times.append(rows[column])
        owners.append(rows["track"])
    ticks, owner = np.concatenate(times), np.concatenate(owners)
    order = np.lexsort([owner, ticks])
    return ticks[order], owner[order]
