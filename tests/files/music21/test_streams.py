"""Score <-> music21 streams."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from music21 import (
    bar,
    chord,
    converter,
    corpus,
    dynamics,
    expressions,
    instrument,
    key,
    meter,
    note,
    repeat,
    spanner,
    stream,
    tempo,
    tie,
)  # fmt: skip

from symbolic.errors import SymbolicError
from symbolic.files.music21 import from_music21, to_music21
from symbolic.score import Score, Track

METERS = [(4, 4), (3, 4), (6, 8), (2, 2), (7, 8), (5, 4)]


@st.composite
def notated_scores(draw) -> Score:
    """A score that notation can express: meters change at bar lines, notes lie on a grid."""
    resolution = 480
    quarters = st.builds(Fraction, st.integers(0, 60), st.sampled_from([1, 2, 4, 8, 3, 6, 12]))
    tick = quarters.map(lambda time: int(time * resolution))
    names = st.text("abcdefgh é", max_size=5)
    tracks = draw(
        st.lists(
            st.builds(Track, names, st.integers(0, 127), st.booleans()), min_size=1, max_size=3
        )
    )
    notes = st.tuples(
        tick, tick.filter(bool), st.integers(0, 127), st.integers(1, 127),
        st.integers(0, len(tracks) - 1),
    )  # fmt: skip
    meters, at = [], 0
    for number, (n, d) in enumerate(draw(st.lists(st.sampled_from(METERS), max_size=4))):
        if not meters or meters[-1][1:] != (n, d):
            meters.append((at, n, d))
        length = 4 * resolution * n // d
        if number == 0 and draw(st.booleans()):  # a pickup of an eighth
            at += resolution // 2
            meters.append((at, n, d))
        at += length * draw(st.integers(1, 3))
    pitched = any(not track.is_drum for track in tracks)
    keys = st.lists(
        st.tuples(tick, st.integers(-7, 7), st.booleans()), max_size=3 * pitched,
        unique_by=lambda k: k[0],
    )  # fmt: skip
    tempos = st.lists(
        st.tuples(tick, st.integers(100_000, 3_000_000)), max_size=3, unique_by=lambda t: t[0]
    )
    return Score(
        resolution, tracks, notes=draw(st.lists(notes, max_size=15)), meters=meters,
        keys=draw(keys), tempos=draw(tempos), title=draw(names).strip(),
    )  # fmt: skip


def in_order(notes: np.ndarray) -> list:
    return sorted(notes.tolist())


@settings(max_examples=60, deadline=None)
@given(notated_scores())
def test_there_and_back_is_the_same_music(score):
    again = from_music21(to_music21(score))
    assert again.resolution == score.resolution
    assert in_order(again.notes) == in_order(score.notes)
    for table in ("tempos", "keys"):
        assert getattr(again, table).tolist() == getattr(score, table).tolist()
    assert (
        again.timeline.bar_lines(score.end).tolist() == score.timeline.bar_lines(score.end).tolist()
    )
    lines = score.timeline.bar_lines(score.end)
    assert [again.timeline.meter_at(t) for t in lines] == [
        score.timeline.meter_at(t) for t in lines
    ]
    assert again.tracks == score.tracks
    assert again.title == " ".join(score.title.split())


@settings(max_examples=40, deadline=None)
@given(st.from_type(Score).map(lambda s: s.replace(resolution=480, meters=s.meters[:1])))
def test_performed_music_moves_by_less_than_a_sixteenth(score):
    again = from_music21(to_music21(score))
    assert len(again.tracks) == max(len(score.tracks), 1)
    for track in range(len(score.tracks)):
        for pitch in set(score.notes["pitch"].tolist()):
            ours, theirs = (
                sorted(s.notes["start"][(s.notes["track"] == track) & (s.notes["pitch"] == pitch)]
                       / s.resolution) for s in (score, again)
            )  # fmt: skip
            assert len(ours) == len(theirs)
            np.testing.assert_allclose(ours, theirs, atol=0.125)


def test_music21_hears_the_same_notes():
    score = Score(
        480, [Track("Lead", 73)],
        notes=[(0, 480, 60, 80, 0), (480, 160, 61, 70, 0), (640, 160, 63, 70, 0),
               (800, 2000, 66, 70, 0), (2880, 960, 40, 1, 0), (2880, 960, 43, 9, 0)],
        meters=[(0, 3, 4), (480, 3, 4)],
    )  # fmt: skip
    written = to_music21(score)
    assert written.isWellFormedNotation()
    heard = [
        (int(n.offset * 480), int(n.quarterLength * 480), pitch.midi)
        for n in written.stripTies().flatten().notes
        for pitch in n.pitches
    ]
    assert sorted(heard) == sorted(row[:3] for row in score.notes.tolist())
    assert [m.number for m in written.parts[0].getElementsByClass(stream.Measure)] == [0, 1, 2, 3]


def test_words_and_signs_come_back():
    score = Score(
        480, [Track(), Track()], notes=[(0, 480, 60, 80, 0), (480, 480, 62, 80, 0),
                                        (960, 480, 64, 80, 0), (0, 480, 48, 80, 1)],
        lyrics=[(0, "Hal-", 0), (480, "le-", 0), (960, "lu", 0)], markers=[(480, "A")],
        texts=[(0, "chord", "Ebm7/Bb", 1), (0, "text", "dolce", 0)], tempos=[(77, 654_321)],
    )  # fmt: skip
    again = from_music21(to_music21(score))
    for table in ("lyrics", "markers", "texts", "tempos"):
        assert getattr(again, table).tolist() == getattr(score, table).tolist()


def test_a_text_that_reads_like_a_repeat_sign_repeats_nothing():
    score = Score(480, [Track()], notes=[(0, 480, 60, 80, 0)], texts=[(0, "text", "D.C.", 0)])
    assert len(from_music21(to_music21(score)).notes) == 1


def test_notes_are_spelled_in_their_key():
    score = Score(480, notes=[(0, 480, 61, 80, 0), (1920, 480, 61, 80, 0)],
                  keys=[(0, 2, False), (1920, -4, False)])  # fmt: skip
    names = [n.name for n in to_music21(score).flatten().notes]
    assert names == ["C#", "D-"]


def test_more_bars_than_anyone_writes_are_refused():
    with pytest.raises(SymbolicError, match="too many"):
        to_music21(Score(480, notes=[(2**40, 1, 60, 80, 0)]))


# -- reading what others wrote ----------------------------------------------------------


def part(*elements) -> stream.Part:
    made = stream.Part()
    for element in elements:
        made.append(element)
    return made


def rows(score: Score) -> list[tuple]:
    """(quarter, quarters, pitch) of every note."""
    n = score.notes
    columns = n["start"] / score.resolution, n["duration"] / score.resolution, n["pitch"]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_ties_join_by_pitch_and_only_where_they_are():
    a, b, c = (note.Note(60, quarterLength=1) for _ in range(3))
    a.tie, b.tie = tie.Tie("start"), tie.Tie("stop")
    assert rows(from_music21(part(a, b, c))) == [(0, 2, 60), (2, 1, 60)]


def test_a_tie_inside_a_chord_leaves_the_other_notes():
    one, two = chord.Chord([60, 64], quarterLength=1), chord.Chord([60, 65], quarterLength=1)
    one.notes[0].tie, two.notes[0].tie = tie.Tie("start"), tie.Tie("stop")
    assert rows(from_music21(part(one, two))) == [(0, 2, 60), (0, 1, 64), (1, 1, 65)]


def test_grace_notes_come_before_the_beat_from_the_note_before():
    graces = [note.Note(72).getGrace(), note.Note(74).getGrace()]
    played = rows(from_music21(part(note.Note(60), *graces, note.Note(62))))
    assert played == [(0, 0.75, 60), (0.75, 0.125, 72), (0.875, 0.125, 74), (1, 1, 62)]


def test_grace_notes_at_the_very_beginning_sound_with_the_beat():
    played = rows(from_music21(part(note.Note(72).getGrace(), note.Note(62))))
    assert sorted(played) == [(0, 0.125, 72), (0, 1, 62)]


def test_many_grace_notes_leave_a_short_note_its_place():
    graces = [note.Note(72 + k).getGrace() for k in range(9)]
    short = note.Note(60, quarterLength=0.25)
    played = rows(from_music21(part(short, *graces, note.Note(62))))
    starts = [start for start, *_ in played]
    assert len(played) == 11
    assert starts == sorted(set(starts))
    assert all(length > 0 for _, length, _ in played)


def test_transposing_instruments_sound():
    clarinet = part(instrument.Clarinet(), key.KeySignature(2), note.Note("C5"))
    assert rows(from_music21(clarinet))[0][2] == 72  # not said to be written pitch
    clarinet.atSoundingPitch = False
    score = from_music21(clarinet)
    assert rows(score)[0][2] == 70
    assert score.keys["fifths"].tolist() == [0]
    assert score.tracks == (Track("Clarinet", 71),)


def test_dynamics_give_velocities_until_a_note_has_its_own():
    own = note.Note(64)
    own.volume.velocity = 5
    score = from_music21(
        part(note.Note(60), dynamics.Dynamic("pp"), note.Note(62), dynamics.Dynamic("sfz"), own)
    )
    assert score.notes["velocity"].tolist() == [80, 33, 5]


def test_tempos_of_every_kind():
    dotted = tempo.MetronomeMark(number=60, referent=note.Note(type="quarter", dots=1).duration)
    score = from_music21(
        part(tempo.MetronomeMark("Adagio"), note.Note(), dotted, note.Note(),
             tempo.TempoText("presto"), note.Note())
    )  # fmt: skip
    bpm = (6e7 / score.tempos["microseconds"]).round(1).tolist()
    assert bpm == [56, 90, 184]


def test_a_measure_inside_a_part_inside_a_score_is_where_it_is():
    two = stream.Measure(number=2)
    two.append([note.Note(60), note.Note(62)])
    inner = stream.Part()
    inner.insert(4, two)
    whole = stream.Score()
    whole.insert(8, inner)
    stream.Stream().insert(99, two.notes[1])  # its own .offset tells of this one now
    assert [row[0] for row in rows(from_music21(whole))] == [12, 13]


def test_a_bar_cut_by_a_repeat_sign_stays_one_bar():
    measures = [stream.Measure(number=n) for n in range(4)]
    for measure, length in zip(measures, [1, 3, 2, 1], strict=True):
        measure.repeatAppend(note.Note(60), length)
    measures[0].insert(0, meter.TimeSignature("3/4"))
    measures[2].rightBarline = bar.Repeat(direction="end")
    score = from_music21(part(*measures), expand_repeats=False)
    assert score.meters.tolist() == [(0, 3, 4), (480, 3, 4)]
    played = from_music21(part(*measures))  # 1 3 2, 1 3 2, 1
    assert played.timeline.bar_lines(played.end).tolist() == [0, 480, 1920, 3360, 4800]


def test_a_jump_back_restores_tempo_and_key():
    one, two = stream.Measure(number=1), stream.Measure(number=2)
    one.append([key.Key("C"), tempo.MetronomeMark(number=60), note.Note(60, quarterLength=4)])
    two.append([key.Key("d"), tempo.MetronomeMark(number=120), note.Note(62, quarterLength=4)])
    two.append(repeat.DaCapo())
    score = from_music21(part(one, two))
    assert score.tempos.tolist() == [
        (0, 1_000_000),
        (1920, 500_000),
        (3840, 1_000_000),
        (5760, 500_000),
    ]
    assert score.keys["fifths"].tolist() == [0, -1, 0, -1]


def test_each_pass_sings_its_verse():
    first = note.Note(60, quarterLength=4)
    first.addLyric("one")
    first.addLyric("two")
    measure = stream.Measure(number=1)
    measure.append(first)
    measure.rightBarline = bar.Repeat(direction="end")
    score = from_music21(part(measure, stream.Measure([note.Rest(quarterLength=4)])))
    assert score.lyrics.tolist() == [(0, "one", 0), (1920, "two", 0)]


def test_drums_are_known_by_channel_or_kind():
    kit = part(instrument.UnpitchedPercussion(), note.Unpitched())
    snare = instrument.SnareDrum()
    kit.notes[0].storedInstrument = snare
    score = from_music21(kit)
    assert score.tracks[0].is_drum
    assert score.notes["pitch"].tolist() == [snare.percMapPitch]


def test_rhythms_of_any_fraction_are_exact():
    elevenths = part(*[note.Note(60, quarterLength=Fraction(1, 11)) for _ in range(11)])
    score = from_music21(elevenths)
    assert score.resolution == 480 * 11
    assert score.notes["start"].tolist() == [480 * k for k in range(11)]
    wild = part(*[note.Note(60, quarterLength=Fraction(1, n)) for n in (7, 11, 13, 17, 19)])
    score = from_music21(wild)
    assert score.resolution == 10080
    assert "too fine" in score.repairs[0]


def test_rehearsal_marks_and_words():
    score = from_music21(
        part(expressions.RehearsalMark("B"), expressions.TextExpression("rit."), note.Note())
    )
    assert score.markers.tolist() == [(0, "B")]
    assert score.texts.tolist() == [(0, "text", "rit.", 0)]


def test_a_book_names_the_way_to_read_it():
    book = stream.Opus([stream.Score([part(note.Note())]), stream.Score([part(note.Note())])])
    with pytest.raises(SymbolicError, match=r"2 scores.*read_all"):
        from_music21(book)
    with pytest.raises(SymbolicError, match="not str"):
        from_music21("tune.xml")


# -- the pieces that music21 brings along, with music21 as the witness --------------------

PIECES = [
    "bach/bwv66.6",
    "joplin/maple_leaf_rag",
    "verdi/laDonnaEMobile",
    "schoenberg/opus19/movement2",
]


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_sound_as_music21_says(piece):
    parsed = corpus.parse(piece)
    score = from_music21(parsed, expand_repeats=False)
    expected = [
        (round(float(n.offset), 4), round(float(n.quarterLength), 4), pitch.midi, number)
        for number, one in enumerate(parsed.toSoundingPitch().stripTies().parts)
        for n in one.flatten().notes
        if not n.duration.isGrace
        for pitch in n.pitches
    ]
    got = [
        (round(row["start"] / score.resolution, 4), round(row["duration"] / score.resolution, 4),
         int(row["pitch"]), int(row["track"]))
        for row in score.notes
    ]  # fmt: skip
    assert {row[:1] + row[2:] for row in expected} <= {row[:1] + row[2:] for row in got}
    if not any(n.duration.isGrace for n in parsed.recurse().notes):
        assert sorted(got) == sorted(expected)


def test_repeats_are_played_as_music21_plays_them():
    parsed = corpus.parse("joplin/maple_leaf_rag")
    without = from_music21(parsed)
    for part in parsed.parts:  # the file has no sign over the second ending of the first strain
        part.insert(0, spanner.RepeatBracket(part.getElementsByClass("Measure")[17], number=2))
    expected = {
        (float(n.offset), pitch.midi)
        for one in parsed.expandRepeats().stripTies().parts
        for n in one.flatten().notes
        for pitch in n.pitches
    }
    score = from_music21(parsed)
    got = set(
        zip((score.notes["start"] / 480).tolist(), score.notes["pitch"].tolist(), strict=True)
    )
    assert expected <= got
    assert len(got - expected) < 5  # ties that cross a repeat sign
    assert without == score


def test_reading_changes_nothing_in_the_stream():
    parsed = converter.parse("tinynotation: 4/4 c4~ c4 d2 e1")
    before = [(n.offset, n.pitch.midi, n.tie) for n in parsed.flatten().notes]
    from_music21(parsed)
    assert [(n.offset, n.pitch.midi, n.tie) for n in parsed.flatten().notes] == before
