"""What the tokenizers of windows share: the way from a score to its windows, and back to steps."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.checks import whole
from symbolic.tokenizers.tokenizer import Tokenizer
from symbolic.tokenizers.windows.choice import Candidate, passed_over
from symbolic.tokenizers.windows.extraction import Extraction
from symbolic.tokenizers.windows.shape import LONGEST, shape
from symbolic.tokenizers.windows.stretches import Laid, Stretch, stretches

TOGETHER = -1  # the track number of windows in which several tracks play
VELOCITY = 80  # of notes whose tokens say none
TEMPO = 120.0
ENDLESS = 100_000  # bars, more than a day of music: a note beyond is a slip of a file's clock


class WindowTokenizer(Tokenizer):
    """A tokenizer whose sequences are windows: (windows, steps, ...).

    Bars begin where the score's do: a pickup is padded at its beginning, leading empty bars
    stay, and the last window is filled up with silence. `decode` plays windows one after the
    other, those that overlap too. So `encode(decode(windows))` gives the same windows where hop
    is `bars`; with any other hop it gives back each window alone, if something begins in it.

    Parameters
    ----------
    bars
        In a window.
    hop
        Bars from one window to the next. The default is `bars`: windows stand side by side,
        and decoding them gives the music as it was. 1 is the choice for training.
    meter
        (4, 4), (3, 4), (6, 8), (9, 8), (12, 8), (2, 4), ... Only those stretches of a score
        that are in it give windows.
    steps
        In a quarter note: 4 makes sixteenths.
    gap
        None takes all bars from the first of the score to the last in which something begins,
        rests and all. A number of bars, 1 in note-seq, leaves out windows in which a rest as
        long follows something, or in which nothing begins.
    """

    grain: ClassVar[int] = 1  # how finely onsets are told: parts of a step
    silence: ClassVar[int] = 0  # the token of a step in which nothing happens
    ticks: ClassVar[int] = 120  # of a decoded score in a step: 480 in a quarter of four steps

    def __init__(self, bars: int, hop: int | None, meter: Any, steps: int, gap: int | None):
        self.shape = shape(bars, hop, meter, steps)
        self.gap = None if gap is None else whole("gap", gap, 1, LONGEST)

    @property
    def length(self) -> int:
        """Steps in a window."""
        return self.shape.length

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer, as plain values."""
        bars, hop = self.shape.bars, self.shape.hop
        meter, steps = list(self.shape.meter), self.shape.steps
        return {"bars": bars, "hop": hop, "meter": meter, "steps": steps, "gap": self.gap}

    # -- to windows -------------------------------------------------------------------

    def encode(self, score: Score) -> np.ndarray:
        """The windows of a score; none if nothing in it is what this tokenizer takes.

        `extract` says where each comes from, and what was passed over.
        """
        return self.extract(score).windows

    @abstractmethod
    def candidates(self, score: Score) -> list[Candidate]:
        """Every track, whether `encode` takes it, and why."""

    def extract(self, score: Score) -> Extraction:
        """The windows of a score, where each comes from, and what was passed over."""
        candidates = self.candidates(score)
        passed = passed_over(candidates)
        passed["notes in another meter"] = 0
        found = []
        for track, parts in self._players(score, candidates, passed):
            laid = 0
            for stretch in stretches(score, self.shape):
                voices = [stretch.lay(notes, self.grain) for notes in parts]
                laid += sum(len(voice.step) for voice in voices)
                windows, bars = self._cut(stretch, voices, passed)
                begins = score.timeline.ticks_to_bars(stretch.ticks_at(bars))[0]
                found.append((windows, np.full(len(bars), track), begins))
            passed["notes in another meter"] += sum(len(notes) for notes in parts) - laid
        nothing = (self._no_windows(), np.zeros(0, int), np.zeros(0, int))
        columns = zip(nothing, *found, strict=True)
        windows, tracks, bars = (np.concatenate(column) for column in columns)
        return Extraction(windows, tracks, bars, +passed)

    def _no_windows(self) -> np.ndarray:
        return self._row([], self.length)[None][:0]

    @abstractmethod
    def _players(
        self, score: Score, candidates: list[Candidate], passed: Counter
    ) -> Sequence[tuple[int, list[np.ndarray]]]:
        """Who gives windows: a track's number, and the notes of each of its parts."""

    @abstractmethod
    def _row(self, voices: list[Laid], steps: int) -> np.ndarray:
        """Tokens for so many steps: (steps, ...). Without voices, the tokens of silence."""

    @abstractmethod
    def _rests(self, windows: np.ndarray) -> np.ndarray:
        """For every step, how long it has been silent since something sounded in its window."""

    @abstractmethod
    def _begins(self, windows: np.ndarray) -> np.ndarray:
        """For every step, whether something begins."""

    def _tidy(self, windows: np.ndarray) -> np.ndarray:
        """Windows freed of what makes no sense without the steps before."""
        return windows

    def _cut(
        self, stretch: Stretch, voices: list[Laid], passed: Counter
    ) -> tuple[np.ndarray, np.ndarray]:
        """The windows of a stretch, and the bar in it at which each begins."""
        bar, hop = self.shape.bar, self.shape.hop
        steps = np.concatenate([np.zeros(0, np.int64), *(voice.step for voice in voices)])
        if len(steps) == 0:
            return self._no_windows(), np.zeros(0, np.int64)
        skipped = 0
        if stretch.pickup and steps.min() >= bar:  # nobody plays in it: it is no bar of theirs
            voices = [voice.earlier(bar, self.grain) for voice in voices]
            steps, skipped = steps - bar, 1
        last = int(steps.max())
        if last // bar > ENDLESS:
            raise SymbolicError(
                f"a note begins in bar {last // bar:,}: more than {ENDLESS:,} bars are not cut "
                "into windows; slice the score first"
            )
        bars = -(-max(int(voice.end.max(initial=0)) for voice in voices) // bar)
        count = min(-(-max(bars - self.shape.bars, 0) // hop), last // (hop * bar)) + 1
        row = self._row(voices, self.length + (count - 1) * hop * bar)
        windows = np.lib.stride_tricks.sliding_window_view(row, self.length, axis=0)
        windows = self._tidy(np.moveaxis(windows[:: hop * bar], -1, 1).copy())
        kept = self._kept(windows, passed)
        return windows[kept], np.flatnonzero(kept) * hop + skipped

    def _kept(self, windows: np.ndarray, passed: Counter) -> np.ndarray:
        """Which windows the gap leaves."""
        if self.gap is None:
            return np.ones(len(windows), bool)
        begun = self._begins(windows).any(1)
        rested = self._rests(windows).max(1) >= self.gap * self.shape.bar
        passed["windows in which nothing begins"] += int((~begun).sum())
        passed["windows with a rest too long"] += int((begun & rested).sum())
        return begun & ~rested

    # -- from windows -----------------------------------------------------------------

    @abstractmethod
    def decode(self, ids: Any, tempo: float = TEMPO) -> Score:
        """What windows, or one, hold, played one after the other."""

    def _score(self, tracks: list[Track], notes: np.ndarray, tempo: float, lead: int = 0) -> Score:
        """A score of decoded notes in ticks; it begins with a pickup as long as `lead`."""
        meters = [(time, *self.shape.meter) for time in sorted({0, lead})]
        score = Score(self.ticks * self.shape.steps, tracks, notes=notes, meters=meters)
        return score.set_tempo(tempo)
