"""A folder of files is encoded in the memory of its largest file, and of what is kept of it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from symbolic.score import Score
from symbolic.score.tables import NOTE

FILES = 10_000
FEW, MANY = 400, 20_000  # notes of the files, and of the largest
SLACK = 8 * 2**20  # bytes; the scores together would take ten times as many

SCRIPT = """
import json, resource, sys
import symbolic as sy

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

name, small, large, files = sys.argv[1:]
tokenizer = getattr(sy, name)()
alone = [next(tokenizer.encode_all([path])) for path in (small, large, large)]
before = peak()
paths = (large if number % 1000 == 500 else small for number in range(int(files)))
kept = list(tokenizer.encode_all(paths))
outputs = sum(ids.nbytes for ids in kept)
print(json.dumps([len(kept), len(kept[500]), outputs, peak() - before]))
"""


def midi(count: int) -> bytes:
    random = np.random.default_rng(count)
    notes = np.zeros(count, NOTE)
    notes["start"] = random.integers(0, 8, count).cumsum() * 60
    notes["duration"] = random.integers(1, 9, count) * 60
    notes["pitch"] = random.integers(36, 96, count)
    notes["velocity"] = random.integers(1, 128, count)
    return Score(480, notes=notes).to_bytes()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the largest memory so")
@pytest.mark.parametrize("name", ["BarTokenizer", "PerformanceTokenizer", "NoteChordTokenizer"])
def test_ten_thousand_files_take_the_memory_of_one(name, tmp_path):
    small, large = tmp_path / "small.mid", tmp_path / "large.mid"
    small.write_bytes(midi(FEW))
    large.write_bytes(midi(MANY))
    assert FEW * NOTE.itemsize * FILES > 10 * SLACK
    words = [sys.executable, "-c", SCRIPT, name, str(small), str(large), str(FILES)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    count, longest, outputs, grown = json.loads(done.stdout)
    assert count == FILES
    assert longest > MANY
    assert grown < outputs + SLACK
