"""The registers of a bar token sequence: all that decides which tokens may follow."""

import numpy as np

from symbolic.tokenizers.bar.grid import LATEST, LONGEST

# Where the sequence stands, named by the last token that was not "more".
(
    START,
    BAR,
    BEATS,
    UNIT,
    POSITION,
    CUT,
    LATE,  # for a tempo or a cut
    LATE_CUT,
    TEMPO,
    DIGITS,  # some of them, but not all
    SPELLED,  # a tempo with all its digits
    KEY,
    CHORD,  # its root
    QUALITY,
    CHORDED,  # a chord with its bass, or none
    PROGRAM,
    PEDAL,
    PITCH,
    VELOCITY,
    DURATION,
) = range(20)

STAGE = 0
BEYOND = 1  # what the run of "more" adds up to
EXPONENT = 2  # what follows in this run must have a smaller one
NUMBER = 3  # of the bar
RUN = 4  # "bar" tokens since one that was named by an event or a meter
PART = 5  # the tick at which the meter began, or at which the last bar was cut
SINCE = 6  # bars since then: -1 before the first
NUMERATOR, DENOMINATOR = 7, 8  # in force
STEP = 9  # the position, -1 before the first of the bar
MICROSECONDS = 10  # a quarter, in force before the tempo that is being written
TEMPO_SAID = 11
PREFIX, DIGITS_SAID = 12, 13  # of the tempo that is being written
KEY_NOW = 14
VOICE = 15  # the program or kit last named in this bar, NONE before the first
FLOOR = 16  # the one that already plays at this position, NONE if none does
PITCH_NOW, LENGTH_NOW, VELOCITY_NOW = 17, 18, 19  # of this group's last note; one step is 0
PITCH_BEFORE, VELOCITY_BEFORE = 20, 21  # the note before it, while this one is being written
TICKS = 22  # how late, after the position, the last tempo or cut was said to be
ROOT_NOW, QUALITY_NOW, BASS_NOW = 23, 24, 25  # in force before the chord being written
ROOT_SAID, QUALITY_SAID = 26, 27  # of the chord that is being written
PEDALS = 28  # 256 of them: up or down

NONE = -1
VOICES = 256  # programs, then kits
ENDED = np.isin(np.arange(20), [KEY, SPELLED, CHORDED, PEDAL, DURATION])  # an event is complete
CLOSED = ENDED | np.isin(np.arange(20), [START, UNIT, CUT])  # a bar or the end may follow


def start(batch: int) -> np.ndarray:
    """The registers before the first token."""
    state = np.zeros((batch, PEDALS + VOICES), np.int64)
    state[:, [NUMBER, SINCE, STEP, KEY_NOW, VOICE, FLOOR]] = NONE
    state[:, [ROOT_NOW, QUALITY_NOW, BASS_NOW]] = NONE
    state[:, [NUMERATOR, DENOMINATOR]] = 4
    state[:, MICROSECONDS] = 500_000
    return state


class Bars:
    """The bars from the last meter or cut on, for every sequence of a batch.

    Bars are counted from there. A bar may be shorter than a tick: of those that begin at one
    tick, the first can have a meter, and the last can have events.
    """

    def __init__(self, state: np.ndarray, resolution: int):
        self.unit = state[:, DENOMINATOR]
        self.width = 4 * resolution * state[:, NUMERATOR]  # of a bar, in ticks times the unit
        self.begin = state[:, PART]
        self.before = state[:, NUMBER] - state[:, SINCE]  # the number of the first

    def tick(self, bar: np.ndarray) -> np.ndarray:
        """The tick at which a bar begins."""
        return self.begin - (-bar * self.width // self.unit)

    def first(self, bar: np.ndarray) -> np.ndarray:
        """The first of the bars that begin at a bar's tick."""
        since = self.tick(bar) - self.begin
        return np.maximum((since - 1) * self.unit // self.width + 1, 0)

    def last(self, bar: np.ndarray) -> np.ndarray:
        """The last of the bars that begin at a bar's tick."""
        return (self.tick(bar) - self.begin) * self.unit // self.width

    def named_next(self, bar: np.ndarray) -> np.ndarray:
        """The first bar from this one on in which there can be anything."""
        return np.where(self.first(bar) == bar, bar, self.last(bar))

    def final(self) -> np.ndarray:
        """The last bar in which there can be anything."""
        in_time = (LATEST - 1 - self.begin) * self.unit // self.width
        bar = np.minimum(in_time, LONGEST - self.before)
        return np.where(self.last(bar) == bar, bar, self.first(bar))
