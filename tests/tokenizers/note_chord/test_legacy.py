"""The old form: the tokens that the founding projects made with music21."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.tokenizers.note_chord import NoteChordTokenizer
from symbolic.tokenizers.note_chord.names import MUSIC21_PITCHES
from symbolic.tokenizers.note_chord.normal_order import normal_order, normal_orders


def names(tokenizer, score):
    return tokenizer.vocabulary.names(tokenizer.encode(score))


def test_normal_order_is_that_of_music21():
    from music21 import chord

    for number in random.Random(0).sample(range(1, 4096), 150):
        pitch_classes = {pc for pc in range(12) if number >> pc & 1}
        expected = chord.Chord(sorted(pitch_classes)).normalOrder
        assert list(normal_order(pitch_classes)) == expected, pitch_classes


# Sets on which Forte and Rahn disagree, up to transposition; music21 follows Forte.
@pytest.mark.parametrize(
    "order", [(5, 6, 8, 0, 1), (6, 7, 9, 0, 2, 3), (8, 9, 0, 2, 4, 5), (6, 7, 10, 0, 1, 2, 3)]
)
def test_sets_that_scholars_order_differently(order):
    assert normal_order(set(order)) == order


def test_one_order_for_every_set():
    orders = normal_orders()
    assert len(orders) == len(set(orders)) == 4096
    assert all(sum(1 << pc for pc in order) == number for number, order in enumerate(orders))


def test_note_names_are_those_of_music21():
    from music21 import pitch

    assert [str(pitch.Pitch(midi=number)) for number in range(128)] == list(MUSIC21_PITCHES)


def test_a_tune(old, tune):
    """The chord's notes lie in two tracks, so music21 finds a note and a chord of two."""
    assert names(old, tune) == ["C4", "4.7", "C5", "C2", "B4", "A4"]


def test_numbers_are_frozen(old, tune):
    assert old.encode(tune).tolist() == [60, 271, 72, 36, 71, 69]
    assert len(old) == 128 + 4095


def test_reading(old):
    """A token every half quarter, a quarter long, chords in the octave of middle C."""
    ids = [old.vocabulary.id(name) for name in ("E-5", "4.7.11", "11.2.5", "0")]
    assert old.decode(ids).notes[["start", "duration", "pitch"]].tolist() == [
        (0, 480, 75),
        *((240, 480, pitch) for pitch in (64, 67, 71)),
        *((480, 480, pitch) for pitch in (62, 65, 71)),
        *((720, 480, pitch) for pitch in (60, 60)),
    ]


def old_tokens(path):
    """What the projects did: every note and chord of the piece, in order of absolute offset."""
    from music21 import chord, converter

    found = []
    for element in converter.parse(path).flatten().notes:
        is_chord = isinstance(element, chord.Chord)
        token = ".".join(map(str, element.normalOrder)) if is_chord else str(element.pitch)
        found.append((element.offset, token))
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_the_tokens_are_those_that_music21_gives(old, seed, tmp_path):
    draw = random.Random(seed)
    notes = {  # no pitch sounds twice at once, which a MIDI file could not say
        (240 * place, pitch): (240 * place, 240, pitch, 80, track)
        for track in (0, 1)
        for place in range(30)
        for pitch in draw.sample(range(40 + 20 * track, 60 + 20 * track), draw.randrange(4))
    }
    score = Score(480, [Track("one", channel=0), Track("two", channel=1)], notes=[*notes.values()])
    path = tmp_path / "score.mid"
    score.write(path)
    starts = sorted({(start, track) for start, _, _, _, track in score.notes.tolist()})
    ours = [(start / 480, name) for (start, _), name in zip(starts, names(old, score), strict=True)]
    assert sorted(ours) == [(float(offset), token) for offset, token in old_tokens(path)]


@given(score=scores())
def test_what_is_left_stays(old, score):
    ids = old.encode(score)
    assert old.encode(old.decode(ids)).tolist() == ids.tolist()
    assert old.grammar.admits(ids)


@given(ids=st.lists(st.integers(-(2**70), 2**70) | st.integers(0, 4222), max_size=40))
def test_any_tokens_are_a_score(old, ids):
    known = [token for token in ids if 0 <= token < len(old)]
    score = old.decode(ids)
    score.replace()
    assert old.encode(score).tolist() == known


def test_fitted_it_knows_what_the_corpus_has(tune):
    fitted = NoteChordTokenizer(legacy=True).fit([tune])
    assert fitted.chords == ("4.7",)
    with pytest.raises(SymbolicError, match=r"0\.4\.7"):
        fitted.encode(Score(480, notes=[(0, 480, p, 80, 0) for p in (60, 64, 67)]))
