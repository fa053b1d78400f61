"""Hearing chords: the likeliest chord of every beat or bar, by a Viterbi decode.

Each chord is expected to give its own tones nearly all of the sounding time, each about equally
much; and a chord is expected to last. Between them, a beat that holds two tones of a chord, or a
passing note, is heard as part of what stands around it.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.theory.keys import key as find_key
from symbolic.theory.progression import CHORD, Chords
from symbolic.theory.qualities import NO_CHORD, QUALITIES, pitch_classes
from symbolic.theory.sounding import last_end, pitched, sounding
from symbolic.theory.tonality import Key

if TYPE_CHECKING:
    from symbolic.score import Score

# All in nats, except the shares. Chosen by the agreement with music21's roots on twelve chorales.
FOREIGN_SHARE = 0.05  # of the sounding time, what notes foreign to the chord take together
ROOT_WEIGHT = 1.2  # the root is heard this much more than another tone of the chord
ROOT_IN_BASS, TONE_IN_BASS = 0.3, 0.1
CHANGE, CHANGE_AT_BAR = 0.35, 0.15  # what it costs to leave a chord
# What a span says that holds no, one or two pitch classes, beside one that holds more: two notes
# of a broken chord must not outweigh the chord that they belong to.
FULLNESS = np.array([1, 0.25, 0.4, 1])
NO_CHORD_COST = 0.5
RARITY = {
    "7": 0.1,
    "m7": 0.15,
    "maj7": 0.2,
    "dim": 0.2,
    "m7b5": 0.2,
    "dim7": 0.2,
    "sus4": 0.4,
    "aug": 0.5,
}

PITCHES = 132  # 128, filled up to whole octaves


def chords(
    score: "Score", every: str = "beat", pedal: bool = False, key: Key | str | None = None
) -> Chords:
    """Name the chord of every beat or bar.

    Drums are left out. Where nothing sounds, or nothing like a chord, stands "N".

    Parameters
    ----------
    every
        "beat" or "bar".
    pedal
        Let notes sound on under the damper pedal.
    key
        The key that says how roots are spelled; if left out, the key of the score.

    Examples
    --------
    >>> from symbolic.score import Score
    >>> triads = [(60, 64, 67), (60, 65, 69), (59, 62, 67), (60, 64, 67)]
    >>> score = Score(1, notes=[(t, 1, p, 80, 0) for t, tones in enumerate(triads) for p in tones])
    >>> chords(score)
    <Chords in C major: C F/C G/B C>
    >>> chords(score).roman()
    ['I', 'IV64', 'V6', 'I']
    """
    if every not in ("beat", "bar"):
        raise SymbolicError(f'chords can be named every "beat" or every "bar", not every "{every}"')
    if pedal:
        score = score.apply_pedal()
    if isinstance(key, str):
        key = Key.from_name(key)
    notes = pitched(score)
    end = last_end(score.notes)
    moments = score.timeline.beats(end) if every == "beat" else score.timeline.bar_lines(end)
    edges = np.append(moments, end)
    heard = np.rint(sounding(notes, notes["pitch"], PITCHES, edges))
    downbeat = np.isin(moments, score.timeline.bar_lines(end))
    cost = np.where(downbeat, CHANGE_AT_BAR, CHANGE)
    states = _decode(_evidence(heard, np.diff(edges)), cost)
    return Chords(_table(states, heard, edges, downbeat), key or _key_or_c(score))


def _key_or_c(score: "Score") -> Key:
    try:
        return find_key(score)
    except SymbolicError:  # nothing sounds, so there is nothing to spell
        return Key("C")


class Vocabulary(NamedTuple):
    """All chords that can be heard; the last is no chord. Each row of an array is a chord."""

    root: np.ndarray
    quality: np.ndarray
    tones: np.ndarray  # (chords, 12): whether a pitch class belongs to it
    sound: np.ndarray  # (chords, 12): the logarithm of the time each pitch class takes
    bass: np.ndarray  # (chords, 12): what each pitch class in the bass speaks for it
    rarity: np.ndarray


@cache
def _vocabulary() -> Vocabulary:
    named = [(root, quality) for quality in QUALITIES for root in range(12)]
    tones = np.zeros((len(named) + 1, 12), bool)
    weight = np.ones((len(named) + 1, 12))
    bass = np.zeros((len(named) + 1, 12))
    for index, (root, quality) in enumerate(named):
        tones[index, pitch_classes(root, quality)] = True
        weight[index, root] = ROOT_WEIGHT
        bass[index] = TONE_IN_BASS * tones[index]
        bass[index, root] = ROOT_IN_BASS
    own, foreign = weight * tones, weight * ~tones
    with np.errstate(invalid="ignore"):  # no chord has no tones of its own
        share = own / own.sum(axis=1, keepdims=True) * (1 - FOREIGN_SHARE)
    share = np.where(tones, share, FOREIGN_SHARE / foreign.sum(axis=1, keepdims=True))
    share[-1] = 1 / 12
    return Vocabulary(
        np.array([root for root, _ in named] + [-1]),
        np.array([quality for _, quality in named] + [NO_CHORD]),
        tones,
        np.log(share),
        bass,
        np.array([RARITY.get(quality, 0) for _, quality in named] + [NO_CHORD_COST]),
    )


def _evidence(heard: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """How well each chord explains what is heard in each span: (spans, chords)."""
    known = _vocabulary()
    classes = heard.reshape(len(heard), PITCHES // 12, 12).sum(axis=1)
    total = classes.sum(axis=1, keepdims=True)
    shares = classes / np.maximum(total, 1)
    held = heard >= spans[:, None] / 2
    lowest = np.where(held.any(axis=1), held.argmax(axis=1), (heard > 0).argmax(axis=1))
    evidence = shares @ known.sound.T + known.bass.T[lowest % 12] - known.rarity
    count = (classes > 0).sum(axis=1)
    evidence *= FULLNESS[np.minimum(count, 3), None]
    evidence[count == 0, :-1] = -np.inf
    return evidence


def _decode(evidence: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """The path through the chords with the most evidence, less what its changes cost."""
    came_from = np.zeros(evidence.shape, np.intp)
    stay = np.arange(evidence.shape[1])
    best = np.zeros(evidence.shape[1])
    for step, row in enumerate(evidence):
        leader = best.argmax()
        left = best[leader] - cost[step]
        came_from[step] = np.where(best >= left, stay, leader)
        best = np.maximum(best, left) + row
    path = np.empty(len(evidence), np.intp)
    state = best.argmax()
    for step in range(len(evidence) - 1, -1, -1):
        path[step] = state
        state = came_from[step, state]
    return path


def _table(
    states: np.ndarray, heard: np.ndarray, edges: np.ndarray, downbeat: np.ndarray
) -> np.ndarray:
    known = _vocabulary()
    table = np.empty(len(states), CHORD)
    table["time"], table["duration"] = edges[:-1], np.diff(edges)
    table["root"], table["quality"] = known.root[states], known.quality[states]
    bass = _bass(states, heard, table["duration"], downbeat)
    table["bass"] = np.where(table["root"] >= 0, bass, -1)
    return table


def _bass(
    states: np.ndarray, heard: np.ndarray, spans: np.ndarray, downbeat: np.ndarray
) -> np.ndarray:
    """The pitch class in the bass: the lowest note if it is held, else the lowest of the chord.

    Under one chord in one bar, only a note that is held moves the bass: a broken chord is not
    turned over by each of its notes.
    """
    known = _vocabulary()
    sounds = heard > 0
    lowest = sounds.argmax(axis=1)
    own = sounds & np.tile(known.tones[states], PITCHES // 12)
    lowest_own = np.where(own.any(axis=1), own.argmax(axis=1), lowest)
    held = np.take_along_axis(heard, lowest[:, None], axis=1)[:, 0] * 2 > spans
    bass = np.where(held, lowest, lowest_own)
    moves = held | downbeat
    moves[1:] |= states[1:] != states[:-1]
    moves[:1] = True
    return bass[np.maximum.accumulate(np.where(moves, np.arange(len(states)), 0))] % 12
