"""What must not move: the score read from a frozen file, and the bytes written for it.

If a change here is meant, run this file as a script and say in the commit why it moved.
"""

import json
from pathlib import Path

import symbolic as sy

GOLDEN = Path(__file__).parents[2] / "golden"

SCORE = sy.Score(
    480,
    [sy.Track("Flöte", 73, channel=3), sy.Track("Bass", 32), sy.Track("Kit", 8, is_drum=True)],
    notes=[(n * 240, 200 + n, 60 + n % 13, 40 + n, 0) for n in range(32)]
    + [(n * 960, 900, 36 + n, 90, 1) for n in range(8)]
    + [(0, 1000, 50, 70, 1), (100, 200, 50, 71, 1)]  # one inside the other: two layers
    + [(n * 480, 0, 38, 100, 2) for n in range(16)],
    tempos=[(0, 500_000), (1920, 664_617)],
    meters=[(0, 3, 4), (480, 3, 4), (3360, 7, 8)],
    keys=[(0, -3, True)],
    controls=[(0, 0, 1, 0), (0, 32, 2, 0), (10, 64, 127, 1), (900, 64, 0, 1)],
    bends=[(5, -8192, 0), (6, 8191, 0), (7, 0, 0)],
    lyrics=[(0, "la", 0), (240, "là", 0)],
    markers=[(0, "A"), (3360, "B")],
    texts=[(0, "copyright", "© nobody", -1)],
    title="Trio",
)


def test_the_frozen_file_is_read_as_ever():
    score = sy.read(GOLDEN / "trio.mid", on_error="raise")
    assert score.to_dict() == json.loads((GOLDEN / "trio.json").read_text(encoding="utf-8"))


def test_the_score_is_written_as_ever():
    assert SCORE.to_bytes() == (GOLDEN / "trio.mid").read_bytes()


if __name__ == "__main__":
    SCORE.write(GOLDEN / "trio.mid")
    kept = json.dumps(sy.read(GOLDEN / "trio.mid").to_dict(), indent=0, ensure_ascii=False)
    (GOLDEN / "trio.json").write_text(kept, encoding="utf-8")
