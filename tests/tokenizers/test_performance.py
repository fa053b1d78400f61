"""Performances: what is written, what comes back, and what the grammar lets pass."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.tables import TABLES, table
from symbolic.tokenizers.performance import PerformanceTokenizer
from symbolic.tokenizers.tokenizer import load_tokenizer

TOKENIZERS = {
    "piano": PerformanceTokenizer(),
    "exact velocities": PerformanceTokenizer(velocities=127),
    "band": PerformanceTokenizer(step=7, velocities=3, programs=True),
    "ticks": PerformanceTokenizer(step=None, resolution=24, velocities=127, programs=True),
    "coarse": PerformanceTokenizer(step=1000, velocities=1),
}
every_kind = pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)
PEDAL = 64


def names(tokenizer, score):
    return tokenizer.vocabulary.names(tokenizer.encode(score))


def walk(tokenizer, random, length, hurry):
    """Ids taken at random from the mask: every kind as likely as another, until all is ended.

    After `length` ids nothing new is struck if it can be helped. In a hurry the longest shift is
    taken, so that the walk comes to the end of time.
    """
    grammar, vocabulary = tokenizer.grammar, tokenizer.vocabulary
    names = list(vocabulary.kinds)
    offs, shifts, programs = (names.index(kind) for kind in ("note off", "shift", "program"))
    state, ids = grammar.start(1), []

    def leads_nowhere(token):
        """Whether this is a program of which nothing sounds."""
        if vocabulary.kind_of[token] != programs:
            return False
        if token not in ids:
            return True
        then = grammar.mask(grammar.advance(state, np.array([token])))[0]
        return not (vocabulary.kind_of[then] == offs).any()

    while len(ids) < length or not grammar.complete(state)[0]:
        allowed = np.flatnonzero(grammar.mask(state)[0])
        if len(ids) and len(allowed) == 0 and grammar.complete(state)[0]:
            break  # the end of time
        assert len(allowed), vocabulary.names(ids)
        kind_of = vocabulary.kind_of[allowed]
        if len(ids) >= length and np.isin(kind_of, [offs, shifts]).any():
            allowed = allowed[np.isin(kind_of, [offs, shifts, programs])]
            allowed = np.array([i for i in allowed if not leads_nowhere(i)])
        kinds = vocabulary.kind_of[allowed]
        of_kind = allowed[kinds == random.choice(np.unique(kinds))]
        is_shift = vocabulary.kind_of[of_kind[0]] == shifts
        ids.append(int(of_kind[-1] if hurry and is_shift else random.choice(of_kind)))
        state = grammar.advance(state, np.array(ids[-1:]))
    return np.array(ids, int)


# -- what is written ------------------------------------------------------------------


def test_golden_piano():
    score = Score(
        480,
        notes=[(0, 480, 60, 64, 0), (0, 960, 64, 64, 0), (960, 0, 67, 100, 0)],
        controls=[(0, PEDAL, 100, 0), (960, PEDAL, 0, 0), (960, PEDAL, 127, 0)],
    )
    tokenizer = PerformanceTokenizer()
    assert names(tokenizer, score) == [
        *("pedal down", "velocity 62", "note on 60", "note on 64"),
        *("shift 500 ms", "note off 60", "shift 500 ms", "pedal up", "pedal down"),
        *("note off 64", "velocity 98", "note on 67", "shift 10 ms", "note off 67"),
    ]
    assert tokenizer.encode(score).tolist() == [
        *(398, 380, 60, 64, 305, 188, 305, 397, 398, 192, 389, 67, 256, 195)
    ]


def test_golden_band_in_ticks():
    band = [Track("bass", 33), Track("drums", is_drum=True), Track("more bass", 33)]
    notes = [(0, 12, 40, 90, 0), (0, 6, 36, 90, 1), (24 * 25 + 3, 12, 41, 90, 2)]
    tokenizer = PerformanceTokenizer(step=None, resolution=24, velocities=127, programs=True)
    score = Score(24, band, notes=notes)
    assert names(tokenizer, score) == [
        *("program 33", "velocity 90", "note on 40", "program drums", "note on 36"),
        *("shift 6 ticks", "note off 36", "shift 6 ticks", "program 33", "note off 40"),
        *("shift 240 ticks", "shift 240 ticks", *["shift 24 ticks"] * 4, "shift 15 ticks"),
        *("note on 41", "shift 12 ticks", "note off 41"),
    ]
    back = tokenizer.decode(tokenizer.encode(score))
    assert back.tracks == (Track(program=33), Track(is_drum=True))
    assert back.notes[["start", "duration", "pitch", "velocity"]].tolist() == [
        *((0, 12, 40, 90), (603, 12, 41, 90), (0, 6, 36, 90))
    ]


def test_one_piano_leaves_drums_out():
    score = Score(notes=[(0, 9, 36, 64, 0)], tracks=[Track(is_drum=True)])
    tokenizer = PerformanceTokenizer()
    assert len(tokenizer.encode(score)) == 0
    assert tokenizer.decode([]).tracks == (Track(),)
    assert PerformanceTokenizer(programs=True).decode([]).tracks == ()


def test_first_struck_is_first_released():
    notes = [(0, 960, 60, 64, 0), (480, 240, 60, 64, 0)]
    back = PerformanceTokenizer().decode(PerformanceTokenizer().encode(Score(480, notes=notes)))
    assert back.notes["start"].tolist() == [0, 500]
    assert back.notes["duration"].tolist() == [750, 500]


def test_moments_do_not_drift():
    notes = [(331 * i, 100, 60 + i % 12, 64, 0) for i in range(5000)]
    score = Score(480, notes=notes, tempos=[(0, 512_345), (70_000, 400_001), (90_000, 777_777)])
    back = PerformanceTokenizer().decode(PerformanceTokenizer().encode(score))
    assert back.tempos["microseconds"].tolist() == [500_000]
    for moment in (lambda notes: notes["start"], lambda notes: notes["start"] + notes["duration"]):
        there, here = moment(back.notes), moment(score.notes)
        wrong = back.timeline.ticks_to_seconds(there) - score.timeline.ticks_to_seconds(here)
        assert np.abs(wrong).max() < 0.005 + 1e-9


@every_kind
def test_every_velocity_of_a_level_is_its_own(tokenizer):
    score = Score(480, notes=[(0, 480, 60, velocity, 0) for velocity in range(1, 128)])
    back = tokenizer.decode(tokenizer.encode(score))
    assert len(np.unique(back.notes["velocity"])) == tokenizer.velocities
    if tokenizer.velocities == 127:
        assert sorted(back.notes["velocity"]) == list(range(1, 128))


def test_years_of_rest_cost_little():
    score = Score(1, notes=[(2**40, 2**40, 60, 64, 0)] * 3, tempos=[(0, 2**24 - 1)])
    for tokenizer in TOKENIZERS.values():
        ids = tokenizer.encode(score)
        assert len(ids) < 200
        assert tokenizer.grammar.admits(ids)
        assert np.array_equal(tokenizer.encode(tokenizer.decode(ids)), ids)


# -- what comes back --------------------------------------------------------------------


@every_kind
@settings(max_examples=40)
@given(score=scores())
def test_scores_come_back_as_they_were_told(tokenizer, score):
    ids = tokenizer.encode(score)
    back = tokenizer.decode(ids)
    again = Score(back.resolution, back.tracks, notes=back.notes, controls=back.controls)
    assert again.notes.tolist() == back.notes.tolist()  # valid, and in the table's order
    assert np.array_equal(tokenizer.encode(back), ids)
    assert tokenizer.grammar.admits(ids)


@given(score=scores())
def test_ticks_keep_timing_exactly(score):
    tokenizer = PerformanceTokenizer(step=None, resolution=score.resolution, programs=True)
    notes = score.notes
    ends = notes["start"] + np.maximum(notes["duration"], 1)
    back = tokenizer.decode(tokenizer.encode(score)).notes
    assert sorted(back["start"]) == sorted(notes["start"])
    assert sorted(back["start"] + back["duration"]) == sorted(ends)


@every_kind
@given(data=st.data())
def test_any_ids_make_a_valid_score(tokenizer, data):
    number = st.integers(0, len(tokenizer) - 1) | st.integers(-(2**80), 2**80)
    ids = data.draw(st.lists(number, max_size=60))
    score = tokenizer.decode(ids)
    for name in TABLES:
        rows = getattr(score, name)
        assert table(name, rows.copy()).tolist() == rows.tolist()
    told = tokenizer.encode(score)
    assert np.array_equal(tokenizer.encode(tokenizer.decode(told)), told)


def test_notes_never_released_end_with_the_performance():
    tokenizer = PerformanceTokenizer()
    token = tokenizer.vocabulary.id
    ids = [token("note off 60"), token("note on 60"), token("shift 30 ms"), token("note on 62")]
    assert tokenizer.decode(ids).notes.tolist() == [(0, 30, 60, 62, 0), (30, 10, 62, 62, 0)]


def test_what_is_no_number_is_refused_in_a_sentence():
    with pytest.raises(SymbolicError, match="whole numbers"):
        PerformanceTokenizer().decode([0.5, 1.0])


def test_endless_shifts_do_not_wrap_round():
    tokenizer = PerformanceTokenizer()
    longest = tokenizer.vocabulary.kinds["velocity"].first - 1
    ids = np.append(np.full(2**23, longest), [60, 128 + 60])
    assert tokenizer.decode(ids).notes["duration"].tolist() == [10]


# -- the grammar ------------------------------------------------------------------------


@every_kind
@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), length=st.integers(0, 30), hurry=st.booleans())
def test_walks_under_the_mask_come_back(tokenizer, seed, length, hurry):
    ids = walk(tokenizer, np.random.default_rng(seed), length, hurry)
    assert tokenizer.grammar.admits(ids)
    assert np.array_equal(tokenizer.encode(tokenizer.decode(ids)), ids)


@every_kind
@settings(max_examples=20)
@given(score=scores(), seed=st.integers(0, 2**32))
def test_the_mask_is_what_encode_can_write(tokenizer, score, seed):
    """Change one token of a true sequence: the grammar admits it just where it comes back."""
    random = np.random.default_rng(seed)
    ids = tokenizer.encode(score)
    if len(ids) == 0:
        return
    for _ in range(10):
        changed = ids.copy()
        place = random.integers(len(ids))
        near = ids[random.integers(len(ids))] + random.integers(-2, 3)
        changed[place] = np.clip(near, 0, len(tokenizer) - 1)
        if random.random() < 0.3:
            changed = np.delete(changed, place)
        comes_back = np.array_equal(tokenizer.encode(tokenizer.decode(changed)), changed)
        assert tokenizer.grammar.admits(changed) == comes_back, tokenizer.vocabulary.names(changed)


@every_kind
def test_sequences_of_a_batch_are_apart(tokenizer):
    random = np.random.default_rng(5)
    batch = random.integers(0, len(tokenizer), (6, 30))
    together = tokenizer.grammar.allowed(batch)
    assert together.shape == (6, len(tokenizer))
    for row, ids in zip(together, batch, strict=True):
        assert np.array_equal(row, tokenizer.grammar.allowed(ids))


# -- kept -------------------------------------------------------------------------------


@every_kind
def test_saved_and_loaded(tokenizer, tmp_path):
    loaded = load_tokenizer(tokenizer.save(tmp_path / "tokenizer.json"))
    assert loaded == tokenizer
    assert loaded.vocabulary == tokenizer.vocabulary


@pytest.mark.parametrize("wrong", [{"step": 0}, {"velocities": 128}, {"resolution": 0.5}])
def test_what_makes_no_tokenizer(wrong):
    with pytest.raises(SymbolicError):
        PerformanceTokenizer(**wrong)


@pytest.mark.shared
def test_real_performances(shared):
    from symbolic.files import read

    for path in sorted((shared / "data" / "pop909").glob("*.mid"))[:10]:
        score = read(path)
        for tokenizer in TOKENIZERS.values():
            ids = tokenizer.encode(score)
            assert np.array_equal(tokenizer.encode(tokenizer.decode(ids)), ids)


def test_a_million_notes_take_linear_time():
    count = 1_000_000
    random = np.random.default_rng(1)
    notes = np.zeros(count, TABLES["notes"])
    notes["start"] = np.sort(random.integers(0, 200 * count, count))
    notes["duration"] = random.integers(0, 2000, count)
    notes["pitch"] = random.integers(0, 128, count)
    notes["velocity"] = random.integers(1, 128, count)
    tokenizer = PerformanceTokenizer()
    ids = tokenizer.encode(Score(480, notes=notes))
    assert np.array_equal(tokenizer.encode(tokenizer.decode(ids)), ids)
