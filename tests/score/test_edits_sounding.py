import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_same, scores

from symbolic.score import Score

short = scores(times=st.integers(0, 60))


def score_of(*notes, pedal=(), **tables):
    """Notes as (start, end, pitch, track), pedal as (time, value, track)."""
    rows = [(start, end - start, pitch, 80, track) for start, end, pitch, track in notes]
    controls = [(time, 64, value, track) for time, value, track in pedal]
    return Score(480, notes=rows, controls=controls, **tables)


def ends(score):
    return (score.notes["start"] + score.notes["duration"]).tolist()


# -- pedal --------------------------------------------------------------------------------


def test_the_pedal_holds_what_ends_under_it():
    score = score_of(
        (0, 5, 60, 0), (0, 15, 61, 0), (12, 30, 62, 0), (25, 28, 63, 0),
        pedal=[(10, 127, 0), (20, 0, 0)],
    )  # fmt: skip
    held = score.apply_pedal()
    assert ends(held) == [5, 20, 30, 28]  # before it, under it, beyond it, after it
    assert len(held.controls) == 0
    assert len(score.controls) == 2


def test_the_pedal_at_the_very_end_of_a_note():
    assert ends(score_of((0, 10, 60, 0), pedal=[(10, 127, 0), (20, 0, 0)]).apply_pedal()) == [20]
    assert ends(score_of((0, 20, 60, 0), pedal=[(10, 127, 0), (20, 0, 0)]).apply_pedal()) == [20]


def test_the_pedal_is_down_from_64():
    assert ends(score_of((0, 5, 60, 0), pedal=[(0, 63, 0), (20, 0, 0)]).apply_pedal()) == [5]
    assert ends(score_of((0, 5, 60, 0), pedal=[(0, 64, 0), (20, 63, 0)]).apply_pedal()) == [20]


def test_a_note_struck_again_under_the_pedal_ends_there():
    score = score_of((0, 5, 60, 0), (8, 10, 60, 0), (9, 10, 61, 0), pedal=[(0, 127, 0), (20, 0, 0)])
    assert ends(score.apply_pedal()) == [8, 20, 20]


def test_a_note_struck_again_before_its_end_is_not_shortened():
    score = score_of((0, 12, 60, 0), (8, 10, 60, 0), pedal=[(0, 127, 0), (20, 0, 0)])
    assert ends(score.apply_pedal()) == [12, 20]


def test_a_new_pedal_catches_only_what_still_sounds():
    score = score_of(
        (0, 5, 60, 0), (0, 20, 61, 0),
        pedal=[(0, 127, 0), (20, 0, 0), (20, 127, 0), (40, 0, 0)],
    )  # fmt: skip
    assert ends(score.apply_pedal()) == [20, 40]


def test_every_track_has_its_own_pedal():
    score = score_of(
        (0, 5, 60, 0), (0, 5, 60, 1), (0, 5, 60, 2), (7, 9, 60, 2),
        pedal=[(0, 127, 0), (20, 0, 0), (0, 127, 2), (8, 0, 2)],
    )  # fmt: skip
    assert ends(score.apply_pedal()) == [20, 5, 7, 9]


def test_a_pedal_never_lifted_holds_to_the_end():
    score = score_of((0, 5, 60, 0), (50, 100, 61, 0), pedal=[(3, 127, 0)])
    assert ends(score.apply_pedal()) == [100, 100]


def test_other_controls_stay():
    score = score_of((0, 5, 60, 0)).replace(controls=[(0, 7, 9, 0), (0, 64, 127, 0), (9, 65, 1, 0)])
    assert score.apply_pedal().controls.tolist() == [(0, 7, 9, 0), (9, 65, 1, 0)]
    assert_same(score_of((0, 5, 60, 0)).apply_pedal(), score_of((0, 5, 60, 0)))


def pedalled_by_hand(score):
    """Note by note, as the words of `apply_pedal` have it."""
    found = []
    for start, duration, pitch, velocity, track in score.notes.tolist():
        end = until = start + duration
        mine = [
            (t, v) for t, number, v, tr in score.controls.tolist() if (number, tr) == (64, track)
        ]
        if any(t <= end for t, _ in mine) and [v for t, v in mine if t <= end][-1] >= 64:
            until = min([t for t, v in mine if t > end and v < 64], default=score.end)
        again = [
            s for s, _, p, _, tr in score.notes.tolist() if (p, tr) == (pitch, track) and s > start
        ]
        found.append((start, max(end, min([until, *again])) - start, pitch, velocity, track))
    return sorted(found)


@given(
    short, st.lists(st.tuples(st.integers(0, 60), st.just(64), st.sampled_from([0, 63, 64, 127])))
)
def test_the_pedal_is_applied_as_by_hand(score, rows):
    if not score.tracks:
        return
    pedal = [(*row, n % len(score.tracks)) for n, row in enumerate(rows)]
    apart = {
        (start, pitch, track): row
        for row in score.notes.tolist()
        for start, _, pitch, _, track in [row]
    }
    score = score.replace(notes=list(apart.values()), controls=[*score.controls.tolist(), *pedal])
    held = score.apply_pedal()
    assert sorted(held.notes.tolist()) == pedalled_by_hand(score)
    assert (held.notes["duration"] >= score.notes["duration"]).all()
    assert held.controls.tolist() == [row for row in score.controls.tolist() if row[1] != 64]
    assert_same(held.apply_pedal(), held)


# -- overlaps -----------------------------------------------------------------------------


def test_overlaps_by_hand():
    score = score_of(
        (0, 10, 60, 0), (5, 8, 60, 0), (8, 20, 60, 0),  # each runs into the next, or touches it
        (0, 10, 61, 0), (5, 20, 60, 1),  # another pitch, another track
    )  # fmt: skip
    free = score.remove_overlaps()
    assert list(zip(free.notes["start"], ends(free), free.notes["pitch"], strict=True)) == [
        (0, 5, 60), (0, 10, 61), (5, 8, 60), (8, 20, 60), (5, 20, 60),
    ]  # fmt: skip


def test_of_notes_struck_together_the_longest_stays():
    rows = [(0, 5, 60, 99, 0), (0, 9, 60, 70, 0), (0, 7, 60, 80, 0)]
    assert Score(480, notes=rows).remove_overlaps().notes.tolist() == [rows[1]]
    assert Score().remove_overlaps() == Score()


@given(short)
def test_without_overlaps_every_onset_is_still_there(score):
    free = score.remove_overlaps()
    columns = ["track", "pitch", "start"]
    onsets = free.notes[columns].tolist()
    assert len(set(onsets)) == len(onsets)
    assert set(onsets) == set(score.notes[columns].tolist())
    notes = np.sort(free.notes, order=columns)
    here, after = notes[:-1], notes[1:]
    alike = (here["track"] == after["track"]) & (here["pitch"] == after["pitch"])
    assert (here["start"] + here["duration"] <= after["start"])[alike].all()
    longest = {}
    for start, duration, pitch, _, track in score.notes.tolist():
        longest[track, pitch, start] = max(duration, longest.get((track, pitch, start), 0))
    for start, duration, pitch, _, track in free.notes.tolist():
        later = [s for t, p, s in longest if (t, p) == (track, pitch) and s > start]
        assert duration == min([longest[track, pitch, start], *(s - start for s in later)])
    assert_same(free.remove_overlaps(), free)
    assert free.controls.tolist() == score.controls.tolist()
