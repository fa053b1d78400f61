"""Small folders of music to read corpora from."""

from pathlib import Path

import numpy as np
import pytest

from symbolic import Score, Track


def tune(seed: int, notes: int = 40, program: int = 0) -> Score:
    """A random walk of a melody, as long as a folk tune and like no other."""
    draw = np.random.default_rng(seed)
    steps = draw.choice([-7, -5, -3, -2, -1, 1, 2, 3, 4, 7], notes)
    pitches = 66 + (steps.cumsum() + 12) % 25 - 12
    lengths = draw.choice([120, 240, 240, 480], notes)
    starts = np.append(0, lengths.cumsum()[:-1])
    rows = zip(starts.tolist(), lengths.tolist(), pitches.tolist(), strict=True)
    return Score(
        480,
        [Track("tune", program)],
        notes=[(start, length, pitch, 80, 0) for start, length, pitch in rows],
        title=f"Tune {seed}",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten tunes, two of them below a folder, beside what is no music."""
    place = tmp_path / "music"
    (place / "more").mkdir(parents=True)
    for number in range(10):
        path = place / ("more" if number > 7 else ".") / f"tune{number}.mid"
        tune(number).write(path)
    (place / "broken.mid").write_bytes(b"MThd, but nothing else")
    (place / "notes.txt").write_text("no music")
    return place
