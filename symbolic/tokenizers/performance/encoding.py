"""Events as tokens: what is written before an event so that it can be read."""

import numpy as np

from symbolic.tokenizers.performance.events import LEVELS, ON, STEP, VOICE
from symbolic.tokenizers.performance.shifts import Shifts
from symbolic.tokenizers.performance.tokens import Tokens

CODE = (1 << VOICE) - 1
VOICE_NUMBER = (1 << (STEP - VOICE)) - 1


def spell(events: np.ndarray, tokens: Tokens, shifts: Shifts) -> np.ndarray:
    """The ids of events in order.

    Each event is one token. Before it stand the shifts since the last one, its program where
    that changes, and the velocity of a note struck where that changes, in this order.
    """
    code = events & CODE
    rests = _changes(events >> STEP, 0)
    long = (rests > shifts.span).nonzero()[0]
    numbers, counts = shifts.spell(rests[long])
    struck = (code >= ON).nonzero()[0]
    level = code[struck] & (LEVELS - 1)
    touched = struck[_changes(level, -1) != 0]
    voice = (events >> VOICE) & VOICE_NUMBER
    entries = _changes(voice, -1).nonzero()[0] if tokens.program.count else touched[:0]

    shifted = (rests > 0).astype(np.int64)
    shifted[long] = counts
    length = shifted + 1
    length[touched] += 1
    length[entries] += 1
    after = length.cumsum()
    first = after - length
    ids = np.empty(after[-1] if len(after) else 0, np.int32)
    # From left to right: what is not there is written all the same, and then written over.
    ids[first] = rests + (tokens.shift.first - 1)
    ids[_runs(first[long], counts)] = numbers + tokens.shift.first
    ids[first[entries] + shifted[entries]] = tokens.program.first + voice[entries]
    ids[after[touched] - 2] = tokens.velocity.first + (code[touched] & (LEVELS - 1))
    ids[after - 1] = tokens.of_code[code]
    return ids


def _changes(values: np.ndarray, before: int) -> np.ndarray:
    """What each value adds to the one before it."""
    changes = values.copy()
    changes[:1] -= before
    changes[1:] -= values[:-1]
    return changes


def _runs(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The places of runs of neighbours, one run after another."""
    return (first - count.cumsum() + count).repeat(count) + np.arange(count.sum())
