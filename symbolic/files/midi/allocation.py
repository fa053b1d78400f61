"""Give every track a MIDI channel, so that no two programs ever sound on one at once.

A track keeps the channel that its file gave it, as far as that is sound. Others take a free
channel, then one where they never sound together with the tracks that are there, then a
channel of a further MIDI port.
"""

import warnings
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from symbolic.score.track import DRUM_CHANNEL, Track

if TYPE_CHECKING:
    from symbolic.score.score import Score

PORTS = 128
CHANNELS = range(16)


def allocate(score: "Score") -> list[int]:
    """The channel of each track; 16 and above are on further ports."""
    plan = _Plan(score)
    wanted = [_wanted(track) for track in score.tracks]
    for index, channel in enumerate(wanted):
        if channel is not None and plan.fits(index, channel, at_home=True):
            plan.put(index, channel)
    for index in range(len(score.tracks)):
        if index not in plan.channel_of:
            plan.put(index, plan.best(index))
    plan.warn()
    return [plan.channel_of[index] for index in range(len(score.tracks))]


def _wanted(track: Track) -> int | None:
    """The channel that the track came from, unless it no longer suits."""
    if track.channel is None or not 0 <= track.channel < 16 * PORTS:
        return None
    return track.channel if (track.channel % 16 == DRUM_CHANNEL) == track.is_drum else None


class _Plan:
    def __init__(self, score: "Score"):
        self.tracks = score.tracks
        self.channel_of: dict[int, int] = {}
        self.tracks_on: dict[int, list[int]] = defaultdict(list)
        self.crowded: list[int] = []  # tracks that share a channel with another program
        self.shaped = set(np.unique(np.append(score.controls["track"], score.bends["track"])))
        bounds = score.notes["track"].searchsorted(np.arange(len(self.tracks) + 1))
        self.notes = [score.notes[low:high] for low, high in pairwise(bounds)]

    def put(self, index: int, channel: int) -> None:
        self.channel_of[index] = channel
        self.tracks_on[channel].append(index)

    def fits(self, index: int, channel: int, at_home: bool = False) -> bool:
        """Whether a track may play on a channel with those already there.

        Tracks of one program may always share the channel they came from. Elsewhere a guest's
        controls would reach the others, and its notes be ended by theirs.
        """
        others = self.tracks_on[channel]
        program = self.tracks[index].program
        if at_home:
            others = [other for other in others if self.tracks[other].program != program]
        elif any(other in self.shaped for other in [index, *others]):
            return False
        return all(self._apart(index, other) for other in others)

    def best(self, index: int) -> int:
        """The best channel for a track that has none."""
        is_drum = self.tracks[index].is_drum
        home = [c for c in CHANNELS if (c == DRUM_CHANNEL) == is_drum]
        for channel in home:
            if not self.tracks_on[channel]:
                return channel
        for channel in home:
            if self.fits(index, channel, at_home=is_drum):
                return channel
        for channel in (c + 16 * port for port in range(1, PORTS) for c in home):
            if not self.tracks_on[channel]:
                return channel
        self.crowded.append(index)
        return home[index % len(home)]

    def _apart(self, one: int, other: int) -> bool:
        """Whether two tracks never sound at the same moment."""
        first, second = self.notes[one], self.notes[other]
        if len(first) == 0 or len(second) == 0:
            return False  # a program set for nothing would still change the other's sound
        notes = np.concatenate([first, second])
        order = notes["start"].argsort(kind="stable")
        notes = notes.take(order)
        mine = order < len(first)
        turns = np.flatnonzero(mine[1:] != mine[:-1])
        sounding_until = np.maximum.accumulate(notes["start"] + notes["duration"])[turns]
        following = notes["start"][turns + 1]
        # At one tick the file plays its tracks in turn: an end is only in time if it is written
        # in the earlier track.
        in_turn = mine[turns] == (one < other)
        return bool(((sounding_until < following) | (sounding_until == following) & in_turn).all())

    def warn(self) -> None:
        if self.crowded:
            names = ", ".join(str(index) for index in self.crowded[:10])
            more = " and more" if len(self.crowded) > 10 else ""
            warnings.warn(
                f"more tracks than MIDI has channels: tracks {names}{more} share theirs with "
                "other programs and will sound wrong; merge some tracks",
                stacklevel=4,
            )
