"""Score -> bar tokens: all events become rows of tokens, sorted, and the rows one line."""

from dataclasses import dataclass, field

import numpy as np

from symbolic.score import Score
from symbolic.score.edits.sounding import DOWN, SUSTAIN
from symbolic.score.timeline import DEFAULT_MICROSECONDS
from symbolic.tokenizers.bar.chords import NONE as NO_CHORDS
from symbolic.tokenizers.bar.chords import chord_rows
from symbolic.tokenizers.bar.compiled import KITS, Line
from symbolic.tokenizers.bar.grid import (
    LATEST,
    LONGEST,
    Grid,
    grid_of,
    longest_note,
    rescaled,
    resolution_of,
    short_note,
)
from symbolic.tokenizers.bar.pedals import counting, moves
from symbolic.tokenizers.bar.rows import (
    NOTHING,
    Rows,
    differs,
    is_last,
    joined,
    of_no_program,
    program_news,
    sorting,
)
from symbolic.tokenizers.bar.tempi import ROUND, tempo_of
from symbolic.tokenizers.bar.words import BARS, BASE, DIGITS, MORES
from symbolic.tokenizers.vocabulary import Vocabulary

NONE = np.zeros(0, np.int64)
SURELY_HELD = 2**32  # ticks: no score as short has too many of them, or of bars
# What comes first at one step. Within a program the pedal comes before the notes.
TEMPO, KEY, CHORD, PLAYED, CUT = range(5)


@dataclass
class Encoder:
    """Writes scores in one vocabulary."""

    vocabulary: Vocabulary
    positions: int
    velocity_bin: np.ndarray  # for every velocity
    pedal: bool
    line: Line | None = None  # the compiled loops
    first: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.first = {name: kind.first for name, kind in self.vocabulary.kinds.items()}

    def encode(self, score: Score, chords: bool) -> np.ndarray:
        """The tokens of a score, with or without its chord symbols."""
        symbols = chord_rows(score) if chords else NO_CHORDS
        if self.line is not None:
            line = self.line.encode(score, symbols, self.pedal)
            if line is not None:
                return line
        score = _within_reach(score, resolution_of(self.positions))
        symbols = symbols[symbols[:, 0] <= score.end]
        grid = grid_of(score, self.positions)
        parts = [self._tempos(score, grid), self._keys(score, grid)]
        if len(symbols):
            parts.append(self._chords(symbols, score, grid))
        if grid.cuts:
            parts.append(self._cuts(grid))
        far = score.end * grid.resolution // score.resolution > SURELY_HELD
        parts.append(self._notes(score, grid))
        if self.pedal:
            parts.append(self._pedals(score, grid))
        if far:
            parts = [_in_time(part, grid) for part in parts]
        rows = joined([part for part in parts if len(part.bar)] or parts[:1])
        return self._flat(rows, {bar: (n, d) for bar, n, d in grid.changes})

    # -- events -----------------------------------------------------------------------

    def _notes(self, score: Score, grid: Grid) -> Rows:
        notes = score.notes
        start = rescaled(notes["start"], score, grid.resolution)
        end = rescaled(notes["start"] + notes["duration"], score, grid.resolution)
        bar, step = grid.place(start)
        ticks = end - grid.ticks(bar, step)
        short = short_note(grid.step)
        is_short = 2 * ticks < short + grid.step if short else np.zeros(len(notes), bool)
        length = (2 * ticks + grid.step) // (2 * grid.step)
        length = np.where(is_short, 0, length.clip(1, longest_note(grid.step)))
        program = _programs(score)[notes["track"]]
        pitch = notes["pitch"].astype(np.int64)
        velocity = self.velocity_bin[notes["velocity"]]
        kinds = self.first
        pitches = pitch + np.where(program >= KITS, kinds["drum"], kinds["pitch"])
        durations = self._number("duration", np.maximum(length - 1, 0))
        durations[is_short, -1] = kinds["short"]
        tokens = np.column_stack([pitches, velocity + kinds["velocity"], durations])
        wide = int(length.max()).bit_length() if len(length) else 0
        detail = ((pitch + 1 << wide | length) << 7) | velocity  # above the pedal's 0 and 1
        rank = np.full(len(notes), PLAYED)
        return Rows(bar, step, rank, program, detail, tokens)

    def _tempos(self, score: Score, grid: Grid) -> Rows:
        """Tempos, to the tick: "late" says how far each begins past its grid line."""
        tempos = score.timeline.tempos
        if len(tempos) == 1 and tempos["microseconds"][0] == DEFAULT_MICROSECONDS:
            return of_no_program(NONE, NONE, TEMPO, NONE[:, None])
        time = rescaled(tempos["time"], score, grid.resolution)
        last = is_last(time) & (time < LATEST)
        time, microseconds = time[last], tempos["microseconds"][last]
        changed = np.append(DEFAULT_MICROSECONDS, microseconds[:-1]) != microseconds
        bar, step, late = grid.before(time[changed])
        tempo = tempo_of(microseconds[changed])
        digits = microseconds[changed, None] // BASE ** np.arange(DIGITS - 1, -1, -1) % BASE
        exact = ROUND[tempo] == microseconds[changed]
        halves = np.full((2 * len(bar), 3), NOTHING)  # two rows, as wide as a note's
        halves[::2, 0] = np.where(late > 0, late - 1 + self.first["late"], NOTHING)
        halves[::2, 1] = tempo - 1 + self.first["tempo"]
        digits = np.where(exact[:, None], NOTHING, digits + self.first["digit"])
        halves[::2, 2], halves[1::2] = digits[:, 0], digits[:, 1:]
        rows = of_no_program(np.repeat(bar, 2), np.repeat(step, 2), TEMPO, halves)
        rows.detail = np.repeat(2 * late, 2) + np.tile([0, 1], len(bar))
        return rows

    def _keys(self, score: Score, grid: Grid) -> Rows:
        keys = score.keys
        if len(keys) == 0:
            return of_no_program(NONE, NONE, KEY, NONE[:, None])
        bar, step = grid.place(rescaled(keys["time"], score, grid.resolution))
        value = 2 * (keys["fifths"].astype(np.int64) + 7) + keys["minor"]
        if len(keys):
            last = is_last(bar) | is_last(step)
            bar, step, value = bar[last], step[last], value[last]
            changed = np.append(True, value[1:] != value[:-1])
            bar, step, value = bar[changed], step[changed], value[changed]
        return of_no_program(bar, step, KEY, (value + self.first["key"])[:, None])

    def _chords(self, chords: np.ndarray, score: Score, grid: Grid) -> Rows:
        bar, step = grid.place(rescaled(chords[:, 0], score, grid.resolution))
        last = is_last(bar) | is_last(step)
        bar, step, symbols = bar[last], step[last], chords[last, 1:]
        changed = np.append(True, (symbols[1:] != symbols[:-1]).any(axis=1))
        first = [self.first[kind] for kind in ("chord", "quality", "bass")]
        tokens = np.where(symbols >= 0, symbols + first, NOTHING)
        return of_no_program(bar[changed], step[changed], CHORD, tokens[changed])

    def _pedals(self, score: Score, grid: Grid) -> Rows:
        """The sustain pedal of each program, where it goes up or down."""
        rows = score.controls[score.controls["number"] == SUSTAIN]
        program = _programs(score)[rows["track"]]
        order = np.lexsort([rows["time"], program])
        rows, program = rows[order], program[order]
        bar, step = grid.place(rescaled(rows["time"], score, grid.resolution))
        down = (rows["value"] >= DOWN).astype(np.int64)
        bar, step, program, down = moves(bar, step, program, down)
        tokens = (down + self.first["pedal"])[:, None]
        return Rows(bar, step, np.full(len(bar), PLAYED), program, down, tokens)

    def _cuts(self, grid: Grid) -> Rows:
        bar, step, late = np.array(grid.cuts, np.int64).T
        lateness = np.where(late > 0, late - 1 + self.first["late"], NOTHING)
        tokens = np.column_stack([lateness, np.full(len(bar), self.first["cut"])])
        return of_no_program(bar, step, CUT, tokens)

    def _number(self, kind: str, value: np.ndarray) -> np.ndarray:
        """Columns that say a number from 0: what it has beyond the kind, then the rest."""
        count = self.vocabulary.kinds[kind].count
        return self._with_more(value // count, (value % count + self.first[kind])[:, None])

    def _with_more(self, beyond: np.ndarray, tokens: np.ndarray) -> np.ndarray:
        """Columns of "more" before some tokens, the largest first."""
        highest = int(beyond.max()).bit_length() if len(beyond) else 0
        if highest == 0:
            return tokens
        bits = np.arange(min(highest, MORES) - 1, -1, -1)
        set_bits = beyond[:, None] >> bits & 1
        return np.column_stack([np.where(set_bits, bits + self.first["more"], NOTHING), tokens])

    # -- bars and the line ------------------------------------------------------------

    def _bars(self, bar: np.ndarray, meters: dict) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the bars to write, given those in which something is, and the tokens
        of each."""
        named = bar[differs(bar)]
        if meters:
            named = np.union1d(named, np.fromiter(meters, np.int64, len(meters)))
        gaps = np.diff(named, prepend=-1)
        if len(gaps) and gaps.max() > BARS:  # rests of more bars than that are said at once
            skipped = (gaps - 1) // BARS
            count = gaps - skipped * BARS
            numbers = np.repeat(named - count, count) + counting(count) + 1
            beyond = np.zeros(len(numbers), np.int64)
            beyond[count.cumsum() - count] = skipped
        else:
            numbers = np.arange(named[-1] + 1 if len(named) else 0)
            beyond = np.zeros(len(numbers), np.int64)
        tokens = self._with_more(beyond, np.full((len(numbers), 1), self.first["bar"]))
        if meters:
            tokens = np.column_stack([tokens, self._meter_columns(numbers, meters)])
        return numbers, tokens

    def _meter_columns(self, numbers: np.ndarray, meters: dict) -> np.ndarray:
        at = numbers.searchsorted(np.fromiter(meters, np.int64, len(meters)))
        beats = np.array([n for n, _ in meters.values()], np.int64) - 1
        unit = np.array([d.bit_length() - 1 for _, d in meters.values()], np.int64)
        said = np.column_stack([self._number("beats", beats), unit + self.first["unit"]])
        columns = np.full((len(numbers), said.shape[1]), NOTHING)
        columns[at] = said
        return columns

    def _flat(self, rows: Rows, meters: dict) -> np.ndarray:
        order = sorting(rows)
        bar, step, program = (x.take(order) for x in (rows.bar, rows.step, rows.program))
        numbers, bar_tokens = self._bars(bar, meters)
        new_step = differs(bar) | differs(step)
        positions = self._number("position", step)
        positions[~new_step] = NOTHING
        said = np.where(program_news(bar, program), program + self.first["program"], NOTHING)
        head = positions.shape[1] + 1
        width = max(head + rows.tokens.shape[1], bar_tokens.shape[1])
        # A bar's own tokens go before its first event.
        line = np.full((len(numbers) + len(bar), width), NOTHING, np.int32)
        place = np.arange(len(bar)) + numbers.searchsorted(bar, side="right")
        line[place, : head - 1] = positions
        line[place, head - 1] = said
        line[place, head : head + rows.tokens.shape[1]] = rows.tokens.take(order, axis=0)
        free = np.ones(len(line), bool)
        free[place] = False
        line[free, : bar_tokens.shape[1]] = bar_tokens
        return line[line != NOTHING]


def _within_reach(score: Score, resolution: int) -> Score:
    """The score without what is so late that reckoning with it might overflow."""
    latest = 2 * LATEST * score.resolution // resolution
    return score if score.end < latest else score.slice(ticks=(0, latest))


def _in_time(rows: Rows, grid: Grid) -> Rows:
    """The rows that a decoded score can hold, once they are placed."""
    kept = (grid.ticks(rows.bar, rows.step) < LATEST) & (rows.bar <= LONGEST)
    return Rows(*(column[kept] for column in vars(rows).values()))


def _programs(score: Score) -> np.ndarray:
    """The program of each track, or its kit."""
    numbers = [track.program + KITS * track.is_drum for track in score.tracks]
    return np.array(numbers, np.int64)
