"""What each bar token does to the registers of the sequence that takes it."""

import numpy as np

from symbolic.tokenizers.bar import registers as r
from symbolic.tokenizers.bar.grid import resolution_of
from symbolic.tokenizers.bar.tempi import ROUND
from symbolic.tokenizers.bar.words import BARS, BASE, DIGITS, MORES
from symbolic.tokenizers.chord_symbols import NO_CHORD
from symbolic.tokenizers.vocabulary import Vocabulary

MOST_BEATS = 255
KITS = 128


class Taking:
    """Takes tokens of one vocabulary: one way for each kind, all sequences of it at once."""

    def __init__(self, vocabulary: Vocabulary, positions: int):
        self._kinds = vocabulary.kinds
        self._kind_of, self._value_of = vocabulary.kind_of, vocabulary.value_of
        self._numbers = {name: n for n, name in enumerate(vocabulary.kinds)}
        self._ways = [getattr(self, f"_take_{name}") for name in vocabulary.kinds]
        self._resolution = resolution_of(positions)
        self._step = self._resolution // positions

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""
        ids = np.asarray(ids, np.int64)
        kind, value = self._kind_of[ids], self._value_of[ids]
        state = state.copy()
        plain = (state[:, r.STAGE] == r.TEMPO) & (kind != self._numbers["digit"])
        said = ROUND[state[:, r.TEMPO_SAID]]
        state[:, r.MICROSECONDS] = np.where(plain, said, state[:, r.MICROSECONDS])
        state[:, r.STAGE] = np.where(plain, r.SPELLED, state[:, r.STAGE])
        bare = (state[:, r.STAGE] == r.QUALITY) & (kind != self._numbers["bass"])
        self._chord_said(state, bare, r.NONE)
        for number in np.unique(kind).tolist():
            rows = np.flatnonzero(kind == number)
            taken = state[rows]
            self._ways[number](taken, value[rows])
            if number != self._numbers["more"]:
                taken[:, r.BEYOND] = 0
            state[rows] = taken
        return state

    def _take_special(self, state, value) -> None:
        """Never admitted; it changes nothing."""

    def _take_more(self, state, value) -> None:
        state[:, r.BEYOND] = np.minimum(state[:, r.BEYOND] + (1 << value), 1 << MORES)
        state[:, r.EXPONENT] = value

    def _take_bar(self, state, value) -> None:
        named = state[:, r.STAGE] != r.BAR
        jump = 1 + BARS * state[:, r.BEYOND]
        state[:, r.NUMBER] += jump
        state[:, r.SINCE] += jump
        state[:, r.RUN] = np.where(named, 1, state[:, r.RUN] + 1)
        state[:, [r.STEP, r.VOICE, r.FLOOR]] = r.NONE
        state[:, r.STAGE] = r.BAR

    def _take_beats(self, state, value) -> None:
        state[:, r.PART] = r.Bars(state, self._resolution).tick(state[:, r.SINCE])
        state[:, r.SINCE] = 0
        beats = value + 1 + self._kinds["beats"].count * state[:, r.BEYOND]
        # Until the unit is said, what is in force is kept where it can be compared.
        state[:, r.PREFIX] = state[:, r.NUMERATOR]
        state[:, r.NUMERATOR] = np.minimum(beats, MOST_BEATS)
        state[:, r.STAGE] = r.BEATS

    def _take_unit(self, state, value) -> None:
        state[:, r.DENOMINATOR] = 1 << value
        state[:, r.STAGE] = r.UNIT

    def _take_position(self, state, value) -> None:
        state[:, r.STEP] = value + self._kinds["position"].count * state[:, r.BEYOND]
        state[:, r.FLOOR] = r.NONE
        state[:, r.TICKS] = 0
        state[:, r.STAGE] = r.POSITION

    def _take_cut(self, state, value) -> None:
        begin = r.Bars(state, self._resolution).tick(state[:, r.SINCE])
        state[:, r.PART] = begin + state[:, r.STEP] * self._step + state[:, r.TICKS]
        state[:, r.SINCE] = r.NONE
        state[:, r.STAGE] = r.CUT

    def _take_late(self, state, value) -> None:
        keyless = np.isin(state[:, r.STAGE], [r.POSITION, r.SPELLED])
        state[:, r.TICKS] = value + 1
        state[:, r.STAGE] = np.where(keyless, r.LATE, r.LATE_CUT)

    def _take_tempo(self, state, value) -> None:
        state[:, r.TEMPO_SAID] = value + 1
        state[:, [r.PREFIX, r.DIGITS_SAID]] = 0
        state[:, r.STAGE] = r.TEMPO

    def _take_digit(self, state, value) -> None:
        state[:, r.PREFIX] = (state[:, r.PREFIX] * BASE + value) % BASE**DIGITS
        state[:, r.DIGITS_SAID] += 1
        spelled = state[:, r.DIGITS_SAID] == DIGITS
        state[:, r.MICROSECONDS] = np.where(spelled, state[:, r.PREFIX], state[:, r.MICROSECONDS])
        state[:, r.DIGITS_SAID] %= DIGITS
        state[:, r.STAGE] = np.where(spelled, r.SPELLED, r.DIGITS)

    def _take_key(self, state, value) -> None:
        state[:, r.KEY_NOW] = value
        state[:, r.STAGE] = r.KEY

    def _take_chord(self, state, value) -> None:
        state[:, r.ROOT_SAID], state[:, r.QUALITY_SAID] = value, r.NONE
        state[:, r.STAGE] = r.CHORD
        self._chord_said(state, value == NO_CHORD, r.NONE)

    def _take_quality(self, state, value) -> None:
        state[:, r.QUALITY_SAID] = value
        state[:, r.STAGE] = r.QUALITY

    def _take_bass(self, state, value) -> None:
        self._chord_said(state, np.ones(len(state), bool), value)

    def _chord_said(self, state: np.ndarray, where: np.ndarray, bass: np.ndarray | int) -> None:
        """A chord is said in full: it is in force."""
        said = [r.ROOT_SAID, r.QUALITY_SAID]
        now = np.column_stack([state[:, said], np.broadcast_to(bass, len(state))])
        registers = [r.ROOT_NOW, r.QUALITY_NOW, r.BASS_NOW]
        state[:, registers] = np.where(where[:, None], now, state[:, registers])
        state[:, r.STAGE] = np.where(where, r.CHORDED, state[:, r.STAGE])

    def _take_program(self, state, value) -> None:
        state[:, r.VOICE] = state[:, r.FLOOR] = value
        state[:, r.STAGE] = r.PROGRAM

    def _take_kit(self, state, value) -> None:
        self._take_program(state, value + KITS)

    def _take_pedal(self, state, value) -> None:
        voice = np.maximum(state[:, r.VOICE], 0)
        state[np.arange(len(state)), r.PEDALS + voice] = value
        state[:, r.FLOOR] = voice
        state[:, r.STAGE] = r.PEDAL

    def _take_pitch(self, state, value) -> None:
        again = state[:, r.STAGE] == r.DURATION
        state[:, r.PITCH_BEFORE] = np.where(again, state[:, r.PITCH_NOW], r.NONE)
        state[:, r.VELOCITY_BEFORE] = state[:, r.VELOCITY_NOW]
        state[:, r.PITCH_NOW] = value
        state[:, r.FLOOR] = np.maximum(state[:, r.VOICE], 0)
        state[:, r.STAGE] = r.PITCH

    _take_drum = _take_pitch

    def _take_velocity(self, state, value) -> None:
        state[:, r.VELOCITY_NOW] = value
        state[:, r.STAGE] = r.VELOCITY

    def _take_short(self, state, value) -> None:
        state[:, r.LENGTH_NOW] = r.NONE
        state[:, r.STAGE] = r.DURATION

    def _take_duration(self, state, value) -> None:
        state[:, r.LENGTH_NOW] = value + self._kinds["duration"].count * state[:, r.BEYOND]
        state[:, r.STAGE] = r.DURATION
