"""The round trip over every real file at hand, with mido as the witness."""

import csv

import pytest
from witness import heard

import symbolic as sy

pytestmark = pytest.mark.shared


def files(shared, pattern):
    paths = sorted(shared.glob(pattern))
    assert paths
    return paths


def test_every_file_comes_back_as_it_was(shared):
    for path in files(shared, "data/**/*.mid") + files(shared, "hostile/*.mid"):
        try:
            score = sy.read(path)
        except sy.SymbolicError:
            assert "hostile" in str(path)
            continue
        again = sy.read(score.to_bytes(), on_error="raise")
        assert again == score, path


@pytest.mark.slow
def test_mido_hears_the_same_in_what_we_write(shared):
    # every hostile file, and a share of the others small enough for mido's speed
    for path in files(shared, "hostile/*.mid") + files(shared, "data/**/*.mid")[::12]:
        data = path.read_bytes()
        try:
            notes, others, resolution = heard(data)
        except (OSError, EOFError, ValueError):
            continue  # mido cannot read it
        score = sy.read(data)
        notes_written, others_written, resolution_written = heard(score.to_bytes())
        assert notes_written == notes, path
        tracks = score.tracks
        ours = sorted(
            (start, start + length, pitch, velocity, tracks[track].program, tracks[track].is_drum)
            for start, length, pitch, velocity, track in score.notes.tolist()
        )
        assert ours == notes, path
        if resolution > 0:  # otherwise the time is mended, or told by the clock
            assert (others_written, resolution_written) == (others, resolution), path


def test_hostile_files_have_the_notes_that_others_find(shared):
    with open(shared / "hostile" / "hostile.csv", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["notes"]]
    assert len(rows) > 100
    for row in rows:
        assert len(sy.read(shared / "hostile" / row["file"]).notes) == int(row["notes"]), row[
            "file"
        ]
