"""Bar tokens -> score. Any tokens are read; what makes no sense is passed over."""

from dataclasses import dataclass

import numpy as np

from symbolic.score import Score, Timeline, Track
from symbolic.score.edits.sounding import SUSTAIN
from symbolic.score.tables import CONTROL, KEY, METER, NOTE, TEMPO, in_order, sealed
from symbolic.tokenizers.bar.chords import chord_texts
from symbolic.tokenizers.bar.compiled import KITS, Line
from symbolic.tokenizers.bar.grid import LATEST, LONGEST, longest_note, resolution_of, short_note
from symbolic.tokenizers.bar.words import BARS, BASE, DIGITS
from symbolic.tokenizers.chord_symbols import NO_CHORD, NOTHING
from symbolic.tokenizers.vocabulary import Vocabulary

DEFAULT_VELOCITY = 80
PEDAL_VALUES = np.array([0, 127])


@dataclass
class Decoder:
    """Reads tokens of one vocabulary."""

    vocabulary: Vocabulary
    positions: int
    velocities: np.ndarray  # what each bin stands for
    line: Line | None = None  # the compiled loops

    def decode(self, ids: np.ndarray) -> Score:
        """The score that some tokens stand for."""
        if not isinstance(ids, np.ndarray) or ids.dtype != np.int32:
            ids = np.asarray(ids, np.int64)
        ids = ids.ravel()
        if self.line is not None:
            score = self.line.decode(ids)
            if score is not None:
                return score
        ids = ids[(ids >= 0) & (ids < len(self.vocabulary))]
        return _Reading(self, ids).score()


class _Reading:
    """One line of tokens, looked at from several sides."""

    def __init__(self, decoder: Decoder, ids: np.ndarray):
        self.decoder = decoder
        self.numbers = {name: n for n, name in enumerate(decoder.vocabulary.kinds)}
        self.sizes = {name: kind.count for name, kind in decoder.vocabulary.kinds.items()}
        special = decoder.vocabulary.kind_of[ids] == self.numbers["special"]
        ids = ids[~special]
        self.kind = np.append(decoder.vocabulary.kind_of[ids], -1)  # the last is a sentinel
        self.value = np.append(decoder.vocabulary.value_of[ids], 0)
        self.count = len(ids)
        self.beyond = self._beyond()
        self.resolution = resolution_of(decoder.positions)
        self.step = self.resolution // decoder.positions

    def at(self, *kinds: str) -> np.ndarray:
        """Where tokens of these kinds stand."""
        found = self.kind == self.numbers[kinds[0]]
        for kind in kinds[1:]:
            found |= self.kind == self.numbers[kind]
        return np.flatnonzero(found)

    def _beyond(self) -> np.ndarray:
        """For every token, what the "more" tokens just before it add up to."""
        more = self.kind == self.numbers["more"]
        worth = np.where(more, 1 << self.value, 0).cumsum()
        last_other = np.maximum.accumulate(np.where(more, -1, np.arange(len(more))))
        before = np.append(-1, last_other[:-1])
        return np.append(0, worth[:-1]) - np.where(before >= 0, worth[before], 0)

    def number(self, kind: str, where: np.ndarray) -> np.ndarray:
        """What number tokens say, from 0, with what precedes them."""
        return np.minimum(self.value[where] + self.sizes[kind] * self.beyond[where], LATEST)

    # -- where and who ----------------------------------------------------------------

    def _last(self, kinds: tuple[str, ...]) -> np.ndarray:
        """For every token, where the latest token of some kinds stands; -1 if there is none."""
        places = np.full(len(self.kind), -1)
        where = self.at(*kinds)
        places[where] = where
        return np.maximum.accumulate(places)

    def place(self) -> None:
        """Find the bar, and the step in it, of every token."""
        bars = self.at("bar")
        number = np.zeros(len(self.kind), np.int64)
        number[bars] = 1 + BARS * self.beyond[bars]
        self.bar = np.maximum(number.cumsum() - 1, 0)
        steps = np.zeros(len(self.kind), np.int64)
        positions = self.at("position")
        steps[positions] = self.number("position", positions)
        latest = self._last(("bar", "position"))
        self.steps = np.where(latest >= 0, steps[latest], 0)

    def late(self, where: np.ndarray) -> np.ndarray:
        """How many ticks late tempos or cuts are, as the tokens just before them say."""
        said = self.kind[where - 1] == self.numbers["late"]
        return np.where(said, self.value[where - 1] + 1, 0)

    def program(self, kind: str) -> np.ndarray:
        """For every token, the program or kit in force."""
        latest = self._last((kind,))
        return np.where(latest >= 0, self.value[latest], 0)

    # -- the tables -------------------------------------------------------------------

    def score(self) -> Score:
        """Put the score together."""
        self.place()
        meters = self.meters()
        self.timeline = Timeline(self.resolution, np.empty(0, TEMPO), meters)
        notes, note_programs = self.notes()
        controls, control_programs = self.pedals()
        programs = np.unique(np.append(note_programs, control_programs))
        notes["track"] = programs.searchsorted(note_programs)
        controls["track"] = programs.searchsorted(control_programs)
        tracks = [Track("", program % KITS, program >= KITS) for program in programs.tolist()]
        built = {
            "notes": notes,
            "controls": controls,
            "tempos": self.tempos(),
            "meters": meters,
            "keys": self.keys(),
            "texts": chord_texts(self.chords()),
        }
        tables = {name: sealed(in_order(name, table)) for name, table in built.items()}
        return Score.from_tables(self.resolution, tracks, tables)

    def timed(self, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The tokens that stand at a time that a score can hold, and the ticks."""
        where = where[self.bar[where] <= LONGEST]
        ticks = self.timeline.bars_to_ticks(self.bar[where]) + self.steps[where] * self.step
        fits = ticks < LATEST
        return (where, ticks) if fits.all() else (where[fits], ticks[fits])

    def meters(self) -> np.ndarray:
        """The meters, and the bars that cuts begin early."""
        named = {}
        beats = self.at("beats")
        beats = beats[self.kind[beats + 1] == self.numbers["unit"]]
        said = self.number("beats", beats) + 1
        for where, numerator in zip(beats.tolist(), said.tolist(), strict=True):
            if numerator <= 255 and self.bar[where] <= LONGEST:
                named[int(self.bar[where])] = numerator, 1 << int(self.value[where + 1])
        cuts: dict[int, int] = {}
        at = self.at("cut")
        ticks = self.steps[at] * self.step + self.late(at)
        for where, cut in zip(at.tolist(), ticks.tolist(), strict=True):
            if self.bar[where] < LONGEST:
                cuts.setdefault(int(self.bar[where]), cut)
        begun = _meters_begun(named, cuts, self.resolution)
        return np.array([row[1:] for row in begun], METER)

    def notes(self) -> tuple[np.ndarray, np.ndarray]:
        """The notes that are said in full, and their programs."""
        where, ticks = self.timed(self.at("pitch", "drum"))
        following = where + 1
        spoken = self.kind[following] == self.numbers["velocity"]
        velocity = np.where(
            spoken, self.decoder.velocities[self.value[following] * spoken], DEFAULT_VELOCITY
        )
        following = self._past_more(following + spoken)
        is_short = self.kind[following] == self.numbers["short"]
        complete = is_short | (self.kind[following] == self.numbers["duration"])
        where, ticks, is_short = where[complete], ticks[complete], is_short[complete]
        velocity, following = velocity[complete], following[complete]
        notes = np.zeros(len(where), NOTE)
        notes["start"] = ticks
        length = np.minimum(self.number("duration", following) + 1, longest_note(self.step))
        notes["duration"] = np.where(is_short, short_note(self.step), length * self.step)
        notes["pitch"], notes["velocity"] = self.value[where], velocity
        is_drum = self.kind[where] == self.numbers["drum"]
        kits, programs = self.program("kit")[where] + KITS, self.program("program")[where]
        return notes, np.where(is_drum, kits, programs)

    def _past_more(self, where: np.ndarray) -> np.ndarray:
        """The first token from each place on that is not "more"."""
        others = np.flatnonzero(self.kind != self.numbers["more"])
        return others[np.minimum(others.searchsorted(where), len(others) - 1)]

    def pedals(self) -> tuple[np.ndarray, np.ndarray]:
        """The pedal's moves, for the program or kit last named."""
        where, ticks = self.timed(self.at("pedal"))
        controls = np.zeros(len(where), CONTROL)
        controls["time"], controls["number"] = ticks, SUSTAIN
        controls["value"] = PEDAL_VALUES[self.value[where]]
        latest = self._last(("program", "kit"))[where]
        named = self.value[latest] + KITS * (self.kind[latest] == self.numbers["kit"])
        return controls, np.where(latest >= 0, named, 0)

    def tempos(self) -> np.ndarray:
        """The tempos, as late as was said just before, and by their digits where those follow."""
        where, ticks = self.timed(self.at("tempo"))
        late = self.late(where)
        fits = ticks + late < LATEST
        where, ticks = where[fits], (ticks + late)[fits]
        microseconds = np.rint(6e7 / (self.value[where] + 1)).astype(np.int64)
        after = np.minimum(where[:, None] + np.arange(1, DIGITS + 1), self.count)
        spelled = (self.kind[after] == self.numbers["digit"]).all(axis=1)
        exact = (self.value[after] * BASE ** np.arange(DIGITS - 1, -1, -1)).sum(axis=1)
        microseconds = np.where(spelled & (exact > 0), exact, microseconds)
        rows = np.zeros(len(where), TEMPO)
        rows["time"], rows["microseconds"] = ticks, np.minimum(microseconds, 2**24 - 1)
        return rows

    def chords(self) -> np.ndarray:
        """The chord symbols: tick, root, quality, bass."""
        where, ticks = self.timed(self.at("chord"))
        root, second, third = (self.value[np.minimum(where + n, self.count)] for n in range(3))
        kinds = [self.kind[np.minimum(where + n, self.count)] for n in (1, 2)]
        named, silent = kinds[0] == self.numbers["quality"], root == NO_CHORD
        inverted = (kinds[1] == self.numbers["bass"]) & (third != root)
        quality = np.where(silent, NOTHING, second)
        bass = np.where(silent | ~inverted, NOTHING, third)
        return np.column_stack([ticks, root, quality, bass])[named | silent]

    def keys(self) -> np.ndarray:
        """The key signatures."""
        where, ticks = self.timed(self.at("key"))
        rows = np.zeros(len(where), KEY)
        rows["time"] = ticks
        rows["fifths"], rows["minor"] = self.value[where] // 2 - 7, self.value[where] % 2
        return rows


def _meters_begun(
    named: dict[int, tuple[int, int]], cuts: dict[int, int], resolution: int
) -> list[tuple[int, int, int, int]]:
    """Bar, tick, numerator and denominator of every bar that begins with a meter or follows a
    cut, from one such bar to the next."""
    found: list[tuple[int, int, int, int]] = []
    time = bar = 0
    numerator, denominator = 4, 4
    for number in sorted(set(named) | {bar + 1 for bar in cuts}):
        length = 4 * resolution * numerator
        begin, end = (
            time - (-(bars * length) // denominator) for bars in (number - 1 - bar, number - bar)
        )
        cut = cuts.get(number - 1, 0)
        if number > bar and 0 < cut < end - begin:
            time = begin + cut
        elif number in named:
            time = end
        else:
            continue
        bar = number
        numerator, denominator = named.get(number, (numerator, denominator))
        if time < LATEST:
            found.append((bar, time, numerator, denominator))
    return found
