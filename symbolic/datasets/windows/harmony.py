"""Harmony: the chord at every step of a window, as one of 49 numbers that a model can be told.

0 is no chord, then come the twelve major triads from C up, the minor, the augmented and the
diminished ones. Larger chords count as the triad within them.
"""

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.theory import spelling
from symbolic.theory.qualities import NO_CHORD, QUALITIES, pitch_classes
from symbolic.tokenizers.chord_symbols import NO_CHORD as SILENT
from symbolic.tokenizers.chord_symbols import NOTES, ChordSymbol, read_symbol
from symbolic.tokenizers.chord_symbols import QUALITIES as WRITTEN
from symbolic.tokenizers.windows.extraction import Extraction
from symbolic.tokenizers.windows.shape import Shape

CHORDS = "chords"  # the label that is told step by step
TRIADS = {"maj": "", "min": "m", "aug": "aug", "dim": "dim"}
ROOTS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
HARMONIES = ("", *(f"{root}{sign}" for sign in TRIADS.values() for root in ROOTS))
SYMBOL = "chord"  # the kind of text by which a score says its own


def chords_of(score: Score, found: Extraction, shape: Shape) -> np.ndarray:
    """The chord at every step of windows: (windows, steps).

    They are the score's own symbols, or those that are heard in it where it has none.
    """
    begins, numbers = _written(score)
    if not len(begins):
        begins, numbers = _heard(score)
    if not len(begins):
        return np.zeros((len(found), shape.length), np.uint8)
    bars = found.bars[:, None] + np.arange(shape.bars)
    first = score.timeline.bars_to_ticks(bars.reshape(-1)).reshape(*bars.shape, 1)
    ticks = first + np.arange(shape.bar) * score.resolution / shape.steps
    places = np.searchsorted(begins, ticks.reshape(len(found), -1), side="right") - 1
    return np.where(places >= 0, numbers[np.maximum(places, 0)], 0).astype(np.uint8)


def transposed_chords(chords: np.ndarray, semitones: np.ndarray) -> np.ndarray:
    """Chords of windows, each window moved by semitones.

    >>> transposed_chords(np.array([[0, 1, 24]]), np.array([1])).tolist()
    [[0, 2, 13]]
    """
    triads, roots = np.divmod(chords.astype(np.int64) - 1, 12)
    moved = 1 + 12 * triads + (roots + np.asarray(semitones)[:, None]) % 12
    return np.where(chords > 0, moved, 0)


def told_chords(symbols: str, shape: Shape) -> np.ndarray:
    """Chord symbols, evenly spread over a window: (steps,).

    >>> told_chords("C Am", Shape(1, 1, (1, 4), 4)).tolist()
    [1, 1, 22, 22]
    """
    words = symbols.split()
    numbers = [_number(read_symbol(word)) for word in words]
    if not words or None in numbers:
        wrong = words[numbers.index(None)] if words else symbols
        raise SymbolicError(
            f'chords={symbols!r:.60}: {wrong!r} is no chord symbol; give them as "C Am Dm7 G7"'
        )
    places = np.arange(shape.length) * len(words) // shape.length
    return np.array(numbers, np.int64)[places]


def _written(score: Score) -> tuple[np.ndarray, np.ndarray]:
    """The score's own chord symbols: when each begins, and its number."""
    rows = [
        (int(text["time"]), _number(read_symbol(text["text"])))
        for text in score.texts
        if text["kind"] == SYMBOL
    ]
    known = [(time, number) for time, number in rows if number is not None]
    return _columns(sorted(known))


def _heard(score: Score) -> tuple[np.ndarray, np.ndarray]:
    from symbolic.theory import chords

    table = chords(score).table
    return _columns(
        [
            (int(row["time"]), 0 if row["root"] < 0 else _triad(int(row["root"]), row["quality"]))
            for row in table
        ]
    )


def _columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    times, numbers = zip(*rows, strict=True) if rows else ((), ())
    return np.array(times, np.int64), np.array(numbers, np.int64)


def _number(symbol: ChordSymbol | None) -> int | None:
    if symbol is None:
        return None
    if symbol.root == SILENT:
        return 0
    root = spelling.pitch_class(spelling.position(NOTES[symbol.root]))
    return _triad(root, WRITTEN[symbol.quality])


def _triad(root: int, quality: str) -> int:
    """The number of the triad within a chord: by its third, and its fifth."""
    if quality == NO_CHORD:
        return 0
    if quality not in QUALITIES:  # a ninth, a sixth: the quality that its name begins with
        quality = "min" if quality.startswith("m") and not quality.startswith("maj") else "maj"
    _, third, fifth, *_ = ((tone - root) % 12 for tone in pitch_classes(root, quality))
    kind = {(3, 6): "dim", (4, 8): "aug"}.get((third, fifth), "min" if third == 3 else "maj")
    return 1 + 12 * list(TRIADS).index(kind) + root
