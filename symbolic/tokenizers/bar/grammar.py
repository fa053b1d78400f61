"""The grammar of bar tokens: which tokens may follow, as the encoder would write them."""

import numpy as np

from symbolic.tokenizers.bar import registers as r
from symbolic.tokenizers.bar.compiled_grammar import IS_COMPILED, CompiledGrammar
from symbolic.tokenizers.bar.grid import LATEST, LONGEST, TOUCHING, longest_note, resolution_of
from symbolic.tokenizers.bar.taking import KITS, MOST_BEATS, Taking
from symbolic.tokenizers.bar.tempi import LEAST, MOST, ROUND, next_digits
from symbolic.tokenizers.bar.words import BARS, MORES, TEMPOS
from symbolic.tokenizers.chord_symbols import NO_CHORD
from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.vocabulary import Vocabulary

RANGE = tuple[np.ndarray, np.ndarray]  # the least and the most that a number may be


class BarGrammar(Grammar):
    """Admits what `BarTokenizer.encode` writes.

    Everything ascends: positions in a bar, tempos and programs at a position, notes in a
    program. Nothing is written that changes nothing: a meter, tempo, key, chord or program in
    force, a bar at the end. A number is begun only where it can be ended. Which chords would be
    heard in the notes is no matter of grammar: where chords are analysed, any are admitted.
    """

    def __init__(self, vocabulary: Vocabulary, positions: int, pedal: bool, chords: bool):
        super().__init__(len(vocabulary))
        self._kinds = vocabulary.kinds
        self._taking = Taking(vocabulary, positions)
        self._pedal, self._chords = pedal, chords
        self._resolution = resolution_of(positions)
        self._step = self._resolution // positions
        self._longest = longest_note(self._step)
        self._compiled: CompiledGrammar | None = None
        if IS_COMPILED:
            self._compiled = CompiledGrammar(vocabulary, positions, pedal, chords)

    def start(self, batch: int) -> np.ndarray:
        """Nothing is written: 4/4, 120 quarters a minute, all pedals up."""
        return r.start(batch)

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""
        if self._compiled is not None:
            return self._compiled.advance(state, ids)
        return self._taking.advance(state, ids)

    def follow(self, state: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How many tokens of each row the grammar admits, and the state after those."""
        if self._compiled is not None:
            return self._compiled.follow(state, ids)
        return super().follow(state, ids)

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Whether an event or meter is complete, so that a bar or the end may follow."""
        return self._done(state) & (state[:, r.BEYOND] == 0)

    def bars(self, state: np.ndarray) -> np.ndarray:
        """How many bars each sequence has begun."""
        return state[:, r.NUMBER] + 1

    def _done(self, state: np.ndarray) -> np.ndarray:
        """As `complete`, before a run of "more" too."""
        return r.CLOSED[state[:, r.STAGE]] | self._plain_tempo(state) | self._bare_chord(state)

    def _plain_tempo(self, state: np.ndarray) -> np.ndarray:
        """Where a tempo was said that may stay without digits."""
        plain = ROUND[state[:, r.TEMPO_SAID]]
        return (state[:, r.STAGE] == r.TEMPO) & (plain != state[:, r.MICROSECONDS])

    def _bare_chord(self, state: np.ndarray) -> np.ndarray:
        """Where a chord was said that may stay without a bass."""
        other = ~self._chord_goes_on(state) | (state[:, r.BASS_NOW] != r.NONE)
        return (state[:, r.STAGE] == r.QUALITY) & other

    def _chord_goes_on(self, state: np.ndarray) -> np.ndarray:
        """Where the chord being written has the root and quality of the one in force."""
        said, now = [r.ROOT_SAID, r.QUALITY_SAID], [r.ROOT_NOW, r.QUALITY_NOW]
        return (state[:, said] == state[:, now]).all(axis=1)

    # -- what may follow ------------------------------------------------------------------

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow each sequence."""
        if self._compiled is not None:
            return self._compiled.mask(state)
        mask = np.zeros((len(state), self.size), bool)
        numbers = self._numbers_open(state)
        self._open(mask, "more", self._more_open(state, numbers))
        for kind in ("beats", "position", "duration"):
            self._open(mask, kind, self._number_open(state, kind, numbers[kind]))
        self._open(mask, "bar", self._bar_open(state)[:, None])
        single = state[:, r.BEYOND] == 0  # "more" is followed by a number or a bar
        for kind, opened in self._events_open(state):
            self._open(mask, kind, single[:, None] & opened)
        return mask

    def _open(self, mask: np.ndarray, kind: str, opened: np.ndarray) -> None:
        ids = self._kinds[kind].ids
        mask[:, ids.start : ids.stop] = opened

    # Numbers are counted from 0. One that cannot follow has a least above its most.

    def _numbers_open(self, state: np.ndarray) -> dict[str, RANGE]:
        """What the numbers that may follow can be; for a bar, what "more" can add up to."""
        stage = state[:, r.STAGE]
        bars = r.Bars(state, self._resolution)
        bar = state[:, r.SINCE]
        done = self._done(state)
        in_bar = (stage == r.BAR) | done & (stage != r.START) & (stage != r.CUT)
        fresh = (stage == r.BAR) & (bars.first(bar) == bar)
        least = np.maximum(self._least_length(state), 0)
        nothing = np.zeros(len(state), np.int64)
        ranges = {
            "bar": (done, nothing, (bars.final() - bar - 1) // BARS),
            "beats": (fresh, nothing, nothing + MOST_BEATS - 1),
            "position": (in_bar, state[:, r.STEP] + 1, (self._room(state) - 1) // self._step),
            "duration": (stage == r.VELOCITY, least, nothing + self._longest - 1),
        }
        return {
            kind: (least, np.where(opened, most, r.NONE))
            for kind, (opened, least, most) in ranges.items()
        }

    def _least_length(self, state: np.ndarray) -> np.ndarray:
        """How short a note may be: of one pitch, notes ascend in length, then in velocity."""
        same = state[:, r.PITCH_NOW] == state[:, r.PITCH_BEFORE]
        softer = state[:, r.VELOCITY_NOW] < state[:, r.VELOCITY_BEFORE]
        return np.where(same, state[:, r.LENGTH_NOW] + softer, r.NONE)

    def _more_open(self, state: np.ndarray, numbers: dict[str, RANGE]) -> np.ndarray:
        """Which "more" leave a number that the rest of the run can reach."""
        worth = 1 << np.arange(MORES)
        beyond = state[:, r.BEYOND, None] + worth
        run = state[:, r.BEYOND] > 0
        smaller = ~run[:, None] | (np.arange(MORES) < state[:, r.EXPONENT, None])
        opened = np.zeros((len(state), MORES), bool)
        for kind, (least, most) in numbers.items():
            count = self._kinds[kind].count
            low, high = beyond * count, (beyond + worth) * count - 1
            opened |= np.maximum(low, least[:, None]) <= np.minimum(high, most[:, None])
        return opened & smaller

    def _number_open(self, state: np.ndarray, kind: str, reach: RANGE) -> np.ndarray:
        least, most = reach
        count = self._kinds[kind].count
        number = np.arange(count) + count * state[:, r.BEYOND, None]
        return (least[:, None] <= number) & (number <= most[:, None])

    def _bar_open(self, state: np.ndarray) -> np.ndarray:
        """Where a bar may begin that can still be named, it or one soon after it."""
        bars = r.Bars(state, self._resolution)
        bar = state[:, r.SINCE] + 1 + BARS * state[:, r.BEYOND]
        done = self._done(state)
        run = np.where(done, 1, state[:, r.RUN] + 1) + bars.named_next(bar) - bar
        rest = (state[:, r.STAGE] == r.BAR) & (state[:, r.BEYOND] == 0)
        return (done | rest) & (run <= BARS) & (bar <= bars.final())

    def _events_open(self, state: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """For each kind of token that is no number, which may follow."""
        stage, voice = state[:, r.STAGE], state[:, r.VOICE]
        blank = stage == r.POSITION
        keyless = blank | (stage == r.SPELLED) | self._plain_tempo(state)
        chordless, bare = keyless | (stage == r.KEY), self._bare_chord(state)
        other = np.arange(r.VOICES) != voice[:, None]
        further = np.arange(r.VOICES) > state[:, r.FLOOR, None]
        programs = (keyless | bare | r.ENDED[stage])[:, None] & other & further
        # At a new position the program last named in the bar may go on.
        goes_on = chordless | bare | (stage == r.CHORDED)
        begun = (stage == r.PROGRAM) | goes_on & (voice != r.NONE)
        pitches = self._pitches_open(state, begun)
        is_kit = (voice >= KITS)[:, None]
        return [
            ("unit", self._units_open(state)),
            ("cut", self._cut_open(state)[:, None]),
            ("late", self._late_open(state, keyless)),
            ("tempo", (blank | (stage == r.LATE))[:, None] & self._tempos_open(state)),
            ("digit", self._digits_open(state)),
            ("key", keyless[:, None] & (np.arange(30) != state[:, r.KEY_NOW, None])),
            ("chord", chordless[:, None] & self._roots_open(state)),
            ("quality", (stage == r.CHORD)[:, None]),
            ("bass", self._basses_open(state)),
            ("program", programs[:, :KITS]),
            ("kit", programs[:, KITS:]),
            ("pedal", self._pedals_open(state, begun)),
            ("pitch", pitches & ~is_kit),
            ("drum", pitches & is_kit),
            ("velocity", self._velocities_open(state)),
            ("short", ((stage == r.VELOCITY) & (self._least_length(state) < 0))[:, None]),
        ]

    def _units_open(self, state: np.ndarray) -> np.ndarray:
        units = 1 << np.arange(self._kinds["unit"].count)
        changed = state[:, r.NUMERATOR] != state[:, r.PREFIX]
        opened = changed[:, None] | (units != state[:, r.DENOMINATOR, None])
        return opened & (state[:, r.STAGE] == r.BEATS)[:, None]

    def _late_open(self, state: np.ndarray, keyless: np.ndarray) -> np.ndarray:
        """How late a tempo may begin, or a cut: after the last one, before the next grid line or
        bar."""
        late = np.arange(1, self._step)
        cut = (state[:, r.STEP] * self._step)[:, None] + late
        tempo = keyless[:, None] & (cut < self._room(state)[:, None])
        ended = (r.ENDED[state[:, r.STAGE]] | self._bare_chord(state))[:, None]
        return (late > state[:, r.TICKS, None]) & (tempo | ended & self._can_cut(state, cut))

    def _cut_open(self, state: np.ndarray) -> np.ndarray:
        """Where a bar may be cut: on a grid line with nothing on it, or late after one."""
        stage = state[:, r.STAGE]
        cut = state[:, r.STEP] * self._step + state[:, r.TICKS]
        begun = (stage == r.POSITION) | (stage == r.LATE) | (stage == r.LATE_CUT)
        return begun & self._can_cut(state, cut[:, None])[:, 0]

    def _can_cut(self, state: np.ndarray, cut: np.ndarray) -> np.ndarray:
        """Whether a bar can be cut after so many ticks, in any row: away from both its ends."""
        bars = r.Bars(state, self._resolution)
        length = bars.tick(state[:, r.SINCE] + 1) - bars.tick(state[:, r.SINCE])
        inside = (cut > TOUCHING) & (cut < length[:, None] - TOUCHING)
        return inside & (cut < self._room(state)[:, None]) & (state[:, r.NUMBER, None] < LONGEST)

    def _room(self, state: np.ndarray) -> np.ndarray:
        """The ticks of the bar that a score can hold."""
        bars = r.Bars(state, self._resolution)
        bar = state[:, r.SINCE]
        return np.minimum(bars.tick(bar + 1), LATEST) - bars.tick(bar)

    def _tempos_open(self, state: np.ndarray) -> np.ndarray:
        """The tempos that some microseconds are nearest to, others than those in force."""
        now = state[:, r.MICROSECONDS, None]
        tempo = np.arange(1, TEMPOS + 1)
        count = MOST[tempo] - LEAST[tempo] + 1
        return count > ((LEAST[tempo] <= now) & (now <= MOST[tempo]))

    def _digits_open(self, state: np.ndarray) -> np.ndarray:
        spelling = (state[:, r.STAGE] == r.TEMPO) | (state[:, r.STAGE] == r.DIGITS)
        if not spelling.any():
            return spelling[:, None]
        columns = (state[:, n] for n in (r.TEMPO_SAID, r.PREFIX, r.DIGITS_SAID, r.MICROSECONDS))
        return next_digits(*columns) & spelling[:, None]

    def _roots_open(self, state: np.ndarray) -> np.ndarray:
        """Any root, for a chord on that in force can differ in what follows; none after some."""
        roots = np.arange(NO_CHORD + 1)
        return ((roots != NO_CHORD) | (state[:, r.ROOT_NOW, None] != NO_CHORD)) & self._chords

    def _basses_open(self, state: np.ndarray) -> np.ndarray:
        """Any but the root, and but that of the same chord in force."""
        notes = np.arange(NO_CHORD)
        again = self._chord_goes_on(state)[:, None] & (notes == state[:, r.BASS_NOW, None])
        opened = ~again & (notes != state[:, r.ROOT_SAID, None])
        return opened & (state[:, r.STAGE] == r.QUALITY)[:, None]

    def _pedals_open(self, state: np.ndarray, begun: np.ndarray) -> np.ndarray:
        """Up where it is down and down where it is up; after one, only down after up."""
        voice = np.maximum(state[:, r.VOICE], 0)
        is_down = state[np.arange(len(state)), r.PEDALS + voice] == 1
        after = state[:, r.STAGE] == r.PEDAL
        opened = np.column_stack([begun & is_down, (begun | after) & ~is_down])
        return opened & self._pedal

    def _pitches_open(self, state: np.ndarray, begun: np.ndarray) -> np.ndarray:
        again = state[:, r.STAGE] == r.DURATION
        least = np.where(again, state[:, r.PITCH_NOW], 0)
        opened = begun | again | (state[:, r.STAGE] == r.PEDAL)
        return opened[:, None] & (np.arange(128) >= least[:, None])

    def _velocities_open(self, state: np.ndarray) -> np.ndarray:
        """Softer than a note of the same pitch only where a longer one is left."""
        same = state[:, r.PITCH_NOW] == state[:, r.PITCH_BEFORE]
        full = same & (state[:, r.LENGTH_NOW] == self._longest - 1)
        least = np.where(full, state[:, r.VELOCITY_NOW], 0)[:, None]
        velocities = np.arange(self._kinds["velocity"].count)
        return (state[:, r.STAGE] == r.PITCH)[:, None] & (velocities >= least)
