import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_same, scores

from symbolic import SymbolicError
from symbolic.score import Score, Track

BAND = Score(
    480,
    [Track("lead", 1), Track("bass", 33, channel=4), Track("kit", is_drum=True), Track("bass", 34)],
    notes=[(0, 9, 72, 80, 0), (5, 9, 40, 81, 1), (5, 9, 36, 82, 2), (9, 9, 45, 83, 3)],
    controls=[(0, 7, 100, 1), (0, 7, 90, 3)],
    bends=[(3, 50, 1)],
    lyrics=[(0, "la", 0), (1, "all", -1)],
    keys=[(0, 1, False)],
)


def many(score):
    """The notes without their track, to be counted."""
    return sorted(row[:4] for row in score.notes.tolist())


# -- transpose ----------------------------------------------------------------------------


def test_transpose_moves_notes_and_keys_but_no_drums():
    up = BAND.transpose(2)
    assert up.notes["pitch"].tolist() == [74, 42, 36, 47]
    assert up.keys.tolist() == [(0, 3, False)]
    assert BAND.notes["pitch"].tolist() == [72, 40, 36, 45]


@pytest.mark.parametrize(
    ("fifths", "semitones", "expected"),
    [(0, 1, -5), (0, 6, 6), (-6, 12, -6), (7, -24, 7), (6, 1, 1), (-1, -1, 4), (0, 7, 1)],
)
def test_keys_take_the_spelling_with_the_fewest_accidentals(fifths, semitones, expected):
    score = Score(480, keys=[(0, fifths, True)])
    assert score.transpose(semitones).keys.tolist() == [(0, expected, True)]


@pytest.mark.parametrize(
    ("symbol", "semitones", "expected"),
    [
        ("C", 2, "D"),
        ("F#m7b5", 1, "Gm7b5"),
        ("Bb7/D", -2, "Ab7/C"),
        ("A:min/c#", 5, "D:min/F#"),
        ("Bbb", 1, "Bb"),
        ("Fx", 12, "Fx"),
        ("Cadd9", 6, "F#add9"),
        ("N.C.", 3, "N.C."),
        ("C6/9", 2, "D6/9"),
    ],
)
def test_transpose_moves_chord_symbols(symbol, semitones, expected):
    texts = [(0, "text", "Come in", -1), (5, "chord", symbol, -1)]
    moved = Score(480, texts=texts).transpose(semitones).texts["text"].tolist()
    assert moved == ["Come in", expected]


@given(st.sampled_from(["C", "Eb7", "F#m/A", "Bb/D", "B"]), st.integers(-127, 127))
def test_chord_symbols_come_back(symbol, semitones):
    score = Score(480, texts=[(0, "chord", symbol, -1)])
    assert score.transpose(semitones).transpose(-semitones) == score


def test_transpose_says_how_many_notes_would_leave_the_range():
    with pytest.raises(SymbolicError, match="by 60 would take 1 of 3 notes outside"):
        BAND.transpose(60)
    with pytest.raises(SymbolicError, match="by -10000000000000 would take 3 of 3 notes"):
        BAND.transpose(-(10**13))
    assert Score(480, keys=[(0, 0, False)]).transpose(10**30 - 10**30 % 12 + 7).keys[0][1] == 1


@pytest.mark.parametrize("semitones", [1.0, True, "2", None])
def test_transpose_takes_whole_semitones(semitones):
    with pytest.raises(SymbolicError, match=r"semitones .* is not a whole number"):
        BAND.transpose(semitones)


@given(scores(), st.integers(-127, 127))
def test_transpose_there_and_back(score, semitones):
    try:
        away = score.transpose(semitones)
    except SymbolicError:
        drums = np.array([track.is_drum for track in score.tracks], bool)
        moved = score.notes["pitch"][~drums[score.notes["track"]]] + semitones
        assert moved.min() < 0 or moved.max() > 127
        return
    back = away.transpose(-semitones)
    assert_same(score.replace(keys=[]), back.replace(keys=[]))
    assert ((score.keys["fifths"] - back.keys["fifths"]) % 12 == 0).all()
    assert ((away.keys["fifths"] - score.keys["fifths"] - 7 * semitones) % 12 == 0).all()


# -- select -------------------------------------------------------------------------------


def test_select_by_number_name_and_function():
    assert BAND.select(1).notes.tolist() == [(5, 9, 40, 81, 0)]
    assert BAND.select("bass").notes["velocity"].tolist() == [81, 83]
    assert BAND.select(lambda track: track.program > 1).tracks == BAND.select("bass").tracks
    assert BAND.select([np.int64(2), "lead"]).tracks == (BAND.tracks[2], BAND.tracks[0])
    assert BAND.select(["bass", 1, 3]).tracks == (BAND.tracks[1], BAND.tracks[3])
    assert BAND.select([]).tracks == ()


def test_select_keeps_a_tracks_events_and_those_of_the_whole_score():
    bass = BAND.select(1)
    assert bass.controls.tolist() == [(0, 7, 100, 0)]
    assert bass.bends.tolist() == [(3, 50, 0)]
    assert bass.lyrics.tolist() == [(1, "all", -1)]
    assert bass.keys.tolist() == BAND.keys.tolist()


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (4, "there is no track 4: the score has 4"),
        (-1, "there is no track -1"),
        (1.0, "track 1.0 is not a whole number"),
        (True, "track True is not a whole number"),
        (None, "track None is not a whole number"),
        ("flute", "no track is named 'flute'; there are 'lead', 'bass', 'kit', 'bass'"),
    ],
)
def test_a_track_that_is_not_there_is_named(choice, sentence):
    for edit in (BAND.select, BAND.split):
        with pytest.raises(SymbolicError, match=sentence):
            edit(choice)


@given(scores(), st.data())
def test_selecting_the_tracks_and_then_the_others_holds_every_note_once(score, data):
    chosen = data.draw(st.sets(st.integers(0, 4)).map(lambda s: s & set(range(len(score.tracks)))))
    others = [index for index in range(len(score.tracks)) if index not in chosen]
    parts = score.select(chosen), score.select(others)
    assert sorted([*many(parts[0]), *many(parts[1])]) == many(score)
    assert len(parts[0].controls) + len(parts[1].controls) == len(score.controls)
    assert score.select(range(len(score.tracks))) == score


# -- merge --------------------------------------------------------------------------------


def test_merge_joins_into_the_first_and_renumbers_the_rest():
    merged = BAND.merge(["bass"], name="basses")
    assert [track.name for track in merged.tracks] == ["lead", "basses", "kit"]
    assert merged.tracks[1].program == 33
    assert merged.notes["track"].tolist() == [0, 1, 1, 2]
    assert merged.notes["velocity"].tolist() == [80, 81, 83, 82]
    assert merged.controls.tolist() == [(0, 7, 100, 1), (0, 7, 90, 1)]
    assert merged.lyrics["track"].tolist() == [-1, 0]


def test_merge_without_a_choice_leaves_the_drums_alone():
    assert [track.name for track in BAND.merge().tracks] == ["lead", "kit"]
    assert Score().merge() == Score()


def test_a_track_is_not_merged_with_itself():
    assert BAND.merge([1, 1]) == BAND
    assert BAND.merge(["bass", 3]) == BAND.merge("bass")
    assert BAND.merge([0], name="solo").tracks[0] == Track("solo", 1)


def test_drums_and_pitches_are_not_merged():
    with pytest.raises(SymbolicError, match="drums"):
        BAND.merge([0, 2])


@given(scores())
def test_merging_keeps_every_note(score):
    merged = score.merge()
    assert many(merged) == many(score)
    assert len(merged.controls) == len(score.controls)
    pitched = [track for track in score.tracks if not track.is_drum]
    assert len(merged.tracks) == len(score.tracks) - max(len(pitched) - 1, 0)
    drums = lambda track: track.is_drum  # noqa: E731
    assert_same(score.select(drums), merged.select(drums))


# -- split --------------------------------------------------------------------------------


def test_split_by_hand():
    piano = Score(
        480,
        [Track("piano", 3, channel=2), Track("last")],
        notes=[(0, 9, 59, 80, 0), (0, 9, 60, 80, 0), (0, 9, 20, 80, 1)],
        controls=[(0, 64, 127, 0), (9, 64, 0, 0), (0, 7, 9, 1)],
        bends=[(4, 8, 0)],
        lyrics=[(0, "la", 0), (0, "lo", 1)],
    )
    hands = piano.split("piano")
    assert [track.name for track in hands.tracks] == ["piano", "piano (low)", "last"]
    assert [track.channel for track in hands.tracks] == [2, None, None]
    assert [track.program for track in hands.tracks] == [3, 3, 0]
    assert hands.notes[["pitch", "track"]].tolist() == [(60, 0), (59, 1), (20, 2)]
    assert hands.controls["track"].tolist() == [0, 0, 1, 1, 2]
    assert hands.controls["value"].tolist() == [127, 0, 127, 0, 9]
    assert hands.bends.tolist() == [(4, 8, 0), (4, 8, 1)]
    assert hands.lyrics.tolist() == [(0, "la", 0), (0, "lo", 2)]
    assert [t.name for t in piano.split(0, 64, ("right", "left")).tracks[:2]] == ["right", "left"]


@given(scores(), st.integers(0, 127), st.data())
def test_split_parts_the_notes_at_a_pitch(score, at, data):
    if not score.tracks:
        return
    index = data.draw(st.integers(0, len(score.tracks) - 1))
    parted = score.split(index, at)
    assert many(parted) == many(score)
    upper, lower = parted.select(index), parted.select(index + 1)
    assert (upper.notes["pitch"] >= at).all()
    assert (lower.notes["pitch"] < at).all()
    assert many(parted.select([index, index + 1])) == many(score.select(index))
    assert (
        upper.controls.tolist() == lower.controls.tolist() == score.select(index).controls.tolist()
    )
    others = [n for n in range(len(parted.tracks)) if n not in (index, index + 1)]
    assert_same(
        parted.select(others), score.select([n for n in range(len(score.tracks)) if n != index])
    )


def test_split_takes_one_track_a_pitch_and_two_names():
    with pytest.raises(SymbolicError, match="split takes one track, but 'bass' names 2"):
        BAND.split("bass")
    with pytest.raises(SymbolicError, match=r"pitch 60\.5 is not a whole number"):
        BAND.split(0, 60.5)
    for names in ("ab", ("a",), ("a", "b", "c")):
        with pytest.raises(SymbolicError, match="two names"):
            BAND.split(0, names=names)
