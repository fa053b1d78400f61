import pytest

import symbolic as sy
from symbolic.tokenizers.fidelity import Count, compare

NOTES = [(0, 480, 60, 80, 0), (480, 480, 64, 90, 0), (960, 240, 67, 100, 0)]
SCORE = sy.Score(
    480,
    [sy.Track("piano", 0)],
    notes=NOTES,
    tempos=[(0, 600_000), (960, 500_000)],
    meters=[(0, 3, 4)],
    keys=[(0, 2, False)],
    controls=[(0, 64, 127, 0), (480, 64, 0, 0), (500, 7, 90, 0)],
    bends=[(0, 100, 0)],
)


def test_a_score_is_faithful_to_itself():
    found = compare(SCORE, SCORE)
    assert found.notes == found.onsets == found.ends == found.velocities == Count(3)
    assert (found.tempos, found.meters, found.keys) == (Count(2), Count(1), Count(1))
    assert (found.pedal, found.bends) == (Count(2), Count(1))
    assert (found.added, found.drift) == (0, 0.0)
    assert found.onset_error == found.end_error == found.velocity_error == (0.0, 0.0)


def test_what_is_lost_is_counted_and_measured():
    late = [(48, 480, 60, 80, 0), (480, 384, 64, 100, 0)]
    found = compare(SCORE, SCORE.replace(notes=late, bends=None, keys=None))
    assert found.notes == Count(2, 0, 1)
    assert found.onsets == Count(1, 1, 1)
    assert found.ends == Count(0, 2, 1)
    assert found.velocities == Count(1, 1, 1)
    assert (found.bends, found.keys) == (Count(0, 0, 1), Count(0, 0, 1))
    # a tenth of a quarter at 600 ms a quarter, on one note of two
    assert found.onset_error == pytest.approx((30.0, 60.0))
    assert found.onset_quarters == pytest.approx(0.1)
    assert found.velocity_error == (5.0, 10.0)


def test_another_program_is_a_change_and_another_pitch_a_loss():
    other = SCORE.replace(tracks=[sy.Track("organ", 19)])
    assert compare(SCORE, other).notes == Count(0, 3, 0)
    moved = SCORE.transpose(1)
    assert compare(SCORE, moved).notes == Count(0, 0, 3)
    assert compare(SCORE, moved).added == 3


def test_tempo_and_drift():
    slow = compare(SCORE, SCORE.set_tempo(60))
    assert slow.tempos == Count(0, 2)
    assert slow.drift == pytest.approx(2.5 - (1.2 + 0.25))


def test_chords_count_by_what_they_mean():
    def sheet(*symbols):
        return sy.Score(480, texts=[(960 * n, "chord", text, -1) for n, text in symbols])

    score = sheet((0, "CM7"), (1, "G7(b9)"), (2, "G7(b9)"), (3, "Am"), (4, "F"))
    assert compare(score, score).chords == Count(4)
    respelled = sheet((0, "Cmaj7"), (1, "G7"), (4, "F"))
    assert compare(score, respelled).chords == Count(2, 1, 1)
    assert compare(score, sheet()).chords == Count(0, 0, 4)
    assert compare(sheet(), score).chords == Count()
    assert sy.BarTokenizer().fidelity(score).chords == Count(3, 1, 0)


def test_the_empty_score():
    found = sy.BarTokenizer().fidelity(sy.Score())
    assert found.notes == Count()
    assert "kept" in str(found)


def test_a_path_is_compared_with_its_own_file(tmp_path):
    path = SCORE.write(tmp_path / "tune.mid")
    found = sy.BarTokenizer(velocities=127).fidelity(path)
    assert (found.notes, found.onsets, found.ends, found.velocities) == (Count(3),) * 4
    assert (found.tempos, found.meters, found.keys, found.pedal) == (
        Count(2), Count(1), Count(1), Count(2),
    )  # fmt: skip
    assert found.bends == Count(dropped=1)
    assert found.to_dict()["notes"] == {"kept": 3, "changed": 0, "dropped": 0}


def test_a_triplet_that_the_file_cut_to_whole_ticks_is_kept():
    cut = sy.Score(1024, notes=[(341, 342, 60, 80, 0), (683, 341, 62, 80, 0)])
    exact = sy.Score(480, notes=[(160, 160, 60, 80, 0), (320, 160, 62, 80, 0)])
    assert compare(cut, exact).onsets == compare(cut, exact).ends == Count(2)
    one_tick_off = sy.Score(1024, notes=[(340, 342, 60, 80, 0), (683, 341, 62, 80, 0)])
    assert compare(one_tick_off, exact).onsets == Count(1, 1)
