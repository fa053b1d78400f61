"""The chord symbols of a score, as the rows that bar tokens say."""

import numpy as np

from symbolic.score import Score
from symbolic.score.tables import TEXT
from symbolic.theory import chords
from symbolic.tokenizers.chord_symbols import ChordSymbol, read_symbol

COLUMNS = 4  # tick, root, quality, bass
WHOLE_SCORE = -1  # as a track
NONE = np.zeros((0, COLUMNS), np.int64)
NONE.setflags(write=False)
MOST_QUARTERS = 2**16  # a longer score is not analysed: nine hours at 120 quarters a minute


def chord_rows(score: Score) -> np.ndarray:
    """The chord symbols that a score holds, in order of time; texts that are none are left out."""
    if len(score.texts) == 0:
        return NONE
    texts = score.texts[score.texts["kind"] == "chord"]
    read = [(time, read_symbol(text)) for time, _, text, _ in texts.tolist()]
    rows = [(time, *symbol[: COLUMNS - 1]) for time, symbol in read if symbol is not None]
    rows.sort(key=lambda row: row[0])
    return np.array(rows, np.int64).reshape(-1, COLUMNS)


def chord_texts(rows: np.ndarray) -> np.ndarray:
    """Rows as texts of a score."""
    texts = [
        (time, "chord", str(ChordSymbol(*symbol)), WHOLE_SCORE) for time, *symbol in rows.tolist()
    ]
    return np.array(texts, TEXT)


def analysed(score: Score) -> Score:
    """The score with the chords that are heard in it, beat by beat, in place of its symbols."""
    texts = score.texts[score.texts["kind"] != "chord"].tolist()
    if score.end <= MOST_QUARTERS * score.resolution * _quarters_a_beat(score):
        heard = chords(score).merge()
        texts += [(chord.time, "chord", str(chord), WHOLE_SCORE) for chord in heard]
    return score.replace(texts=texts)


def _quarters_a_beat(score: Score) -> float:
    """The shortest beat, in quarters."""
    return min(1.0, 4 / int(score.timeline.meters["denominator"].max()))
