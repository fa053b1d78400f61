"""Learning chords, naming them, keeping them in a file."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.tokenizers.note_chord import NoteChordTokenizer
from symbolic.tokenizers.note_chord.names import PITCHES, voicing, voicing_name
from symbolic.tokenizers.tokenizer import load_tokenizer


def chords(*voicings):
    """A score that plays voicings one after the other."""
    notes = [(480 * i, 480, pitch, 80, 0) for i, each in enumerate(voicings) for pitch in each]
    return Score(480, [Track()], notes=notes)


def test_learns_the_most_frequent():
    corpus = [chords((60, 64), (62, 65), (60, 64)), chords((60,), (62, 65), (48, 60, 64), (60, 64))]
    tokenizer = NoteChordTokenizer()
    assert tokenizer.fit(corpus, size=2) is tokenizer
    assert tokenizer.chords == ("C4.E4", "D4.F4")
    assert tokenizer.vocabulary.names(tokenizer.encode(corpus[1]))[3:9] == [
        "chord D4.F4",
        "duration 12",
        "step 12",
        "note C3",
        "note C4",
        "note E4",
    ]


def test_equal_counts_give_one_order():
    one, other = chords((60, 64), (59, 62)), chords((59, 62), (60, 64))
    assert NoteChordTokenizer().fit([one]).chords == NoteChordTokenizer().fit([other]).chords


def test_fitting_again_replaces_and_moves_no_other_number(tune):
    tokenizer = NoteChordTokenizer()
    notes = tokenizer.vocabulary.id("note C4"), tokenizer.vocabulary.id("step 96")
    tokenizer.fit([chords((60, 64))]).fit(tune)
    assert tokenizer.chords == ("C4.E4.G4",)
    assert notes == (tokenizer.vocabulary.id("note C4"), tokenizer.vocabulary.id("step 96"))


@given(corpus=st.lists(scores(times=st.integers(0, 100)), max_size=3))
def test_counts_every_group(corpus):
    expected: Counter = Counter()
    for score in corpus:
        starting: dict = {}
        for start, duration, pitch, _, track in score.notes.tolist():
            if not score.tracks[track].is_drum:
                onset, end = (
                    round_half_up(12 * t, score.resolution) for t in (start, start + duration)
                )
                starting.setdefault((onset, max(end, onset + 1)), []).append(pitch)
        expected.update(
            voicing_name(sorted(group)) for group in starting.values() if len(group) > 1
        )
    found = NoteChordTokenizer().fit(corpus).chords
    assert set(found) == set(expected)
    assert [expected[name] for name in found] == sorted(expected.values(), reverse=True)


def round_half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


@given(st.lists(st.integers(0, 127), min_size=2, max_size=12).map(sorted))
def test_names_of_voicings(pitches):
    assert voicing(voicing_name(pitches)) == tuple(pitches)


def test_names_of_pitches():
    assert (PITCHES[0], PITCHES[60], PITCHES[61], PITCHES[127]) == ("C-1", "C4", "C#4", "G9")


def test_chords_are_put_in_order_and_kept_once():
    assert NoteChordTokenizer(["G3.C3", "C3.G3"]).chords == ("C3.G3",)
    assert NoteChordTokenizer("C3.G3").chords == ("C3.G3",)


@pytest.mark.parametrize("form", ["fitted", "unfitted", "legacy", "legacy fitted"])
def test_saved_and_loaded(form, tune, tmp_path):
    tokenizer = NoteChordTokenizer(steps=24, legacy="legacy" in form)
    if "fitted" in form.split():
        tokenizer.fit([tune], size=3)
    loaded = load_tokenizer(tokenizer.save(tmp_path / "tokenizer.json"))
    assert loaded == tokenizer
    assert loaded.vocabulary == tokenizer.vocabulary
    assert loaded.encode(tune).tolist() == tokenizer.encode(tune).tolist()


@pytest.mark.parametrize(
    "call",
    [
        lambda: NoteChordTokenizer(["C3"]),
        lambda: NoteChordTokenizer(["H3.C4"]),
        lambda: NoteChordTokenizer([60]),
        lambda: NoteChordTokenizer([["C3", "E3"]]),
        lambda: NoteChordTokenizer(60),
        lambda: NoteChordTokenizer(steps=0),
        lambda: NoteChordTokenizer(steps=2.5),
        lambda: NoteChordTokenizer(steps=3, legacy=True),
        lambda: NoteChordTokenizer(["C3.E3"], legacy=True),
        lambda: NoteChordTokenizer(["0.7"], legacy=True),
        lambda: NoteChordTokenizer().fit(["tune.mid"]),
        lambda: NoteChordTokenizer().fit("tune.mid"),
        lambda: NoteChordTokenizer().fit([], size=-1),
        lambda: NoteChordTokenizer.from_config({"voices": 3}),
    ],
)
def test_what_it_cannot_do_is_said_in_one_sentence(call):
    with pytest.raises(SymbolicError) as caught:
        call()
    assert "\n" not in str(caught.value)
