"""Score <-> PrettyMIDI."""

import io

import numpy as np
import pretty_midi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.errors import SymbolicError
from symbolic.files.prettymidi import from_pretty_midi, to_pretty_midi
from symbolic.score import Score, Track


def held(score: Score) -> Score:
    """The score as far as PrettyMIDI can hold it."""
    keys = score.keys.copy()  # six flats to five sharps
    keys["fifths"] = (keys["fifths"] + 6) % 12 - 6
    plain = score.texts[score.texts["kind"] == "text"]
    return score.replace(
        tempos=score.timeline.tempos,
        keys=keys,
        lyrics=[(row["time"], row["text"], -1) for row in score.lyrics],
        texts=[(row["time"], "text", row["text"], -1) for row in plain],
        markers=None,
        title="",
    )


@given(st.from_type(Score))
def test_there_and_back_is_the_same_score(score):
    assert from_pretty_midi(to_pretty_midi(score)) == held(score)


@given(st.from_type(Score))
def test_notes_last_as_long_as_the_timeline_says(score):
    midi = to_pretty_midi(score)
    for number, instrument in enumerate(midi.instruments):
        notes = score.notes[score.notes["track"] == number]
        ends = notes["start"] + notes["duration"]
        start = score.timeline.ticks_to_seconds(notes["start"])
        np.testing.assert_array_equal([note.start for note in instrument.notes], start)
        end = score.timeline.ticks_to_seconds(ends)
        np.testing.assert_array_equal([note.end for note in instrument.notes], end)


@given(st.from_type(Score))
def test_pretty_midi_finds_the_ticks_too(score):
    midi = to_pretty_midi(score)
    starts = [midi.time_to_tick(note.start) for one in midi.instruments for note in one.notes]
    assert sorted(starts) == sorted(score.notes["start"].tolist())


def test_a_file_that_pretty_midi_writes_has_the_notes_and_tempos():
    score = Score(
        480,
        [Track("Lead", 40), Track("Kit", 0, True)],
        notes=[(0, 480, 60, 80, 0), (480, 1, 62, 1, 0), (961, 480, 38, 127, 1)],
        tempos=[(0, 600_001), (481, 333_333)],
    )
    file = io.BytesIO()
    to_pretty_midi(score).write(file)
    file.seek(0)
    again = from_pretty_midi(pretty_midi.PrettyMIDI(file))
    assert again.notes.tolist() == score.notes.tolist()
    assert again.tempos.tolist() == score.tempos.tolist()
    assert again.tracks == score.tracks


def test_a_tempo_of_any_fraction_keeps_later_notes_on_their_ticks():
    midi = pretty_midi.PrettyMIDI(resolution=480, initial_tempo=130.7)
    player = pretty_midi.Instrument(0)
    ticks = [0, 480_000, 9_000_001]
    times = [midi.tick_to_time(tick) for tick in ticks]
    player.notes = [pretty_midi.Note(80, 60, time, time) for time in times]
    midi.instruments.append(player)
    score = from_pretty_midi(midi)
    assert score.notes["start"].tolist() == ticks
    assert score.tempos["microseconds"].tolist() == [round(6e7 / 130.7)]


def test_tempos_beyond_midi_move_to_its_limit_and_say_so():
    score = from_pretty_midi(pretty_midi.PrettyMIDI(initial_tempo=1.0))
    assert score.tempos["microseconds"].tolist() == [2**24 - 1]
    [repair] = score.repairs
    assert repair.startswith("a tempo outside MIDI's")


def test_a_velocity_of_zero_is_mended_and_said():
    midi = pretty_midi.PrettyMIDI()
    player = pretty_midi.Instrument(0)
    player.notes = [pretty_midi.Note(0, 60, 0, 1)]
    midi.instruments.append(player)
    score = from_pretty_midi(midi)
    assert score.notes["velocity"].tolist() == [80]
    assert score.repairs == ("1 notes without a velocity: played at 80",)


def test_the_tick_limit_stays_and_is_said():
    limit = pretty_midi.pretty_midi.MAX_TICK
    with pytest.raises(SymbolicError, match="cannot hold a tempo at tick"):
        to_pretty_midi(Score(480, tempos=[(int(1e11), 500_000)]))
    long = Score(480, notes=[(2**40, 1, 60, 80, 0)])  # a note may be beyond it
    assert from_pretty_midi(to_pretty_midi(long)).notes["start"].tolist() == [2**40]
    assert limit == pretty_midi.pretty_midi.MAX_TICK


def test_what_cannot_be_a_score_is_said():
    midi = pretty_midi.PrettyMIDI()
    midi.resolution = 0
    with pytest.raises(SymbolicError, match="0 ticks per quarter"):
        from_pretty_midi(midi)
