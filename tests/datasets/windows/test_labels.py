"""Labels: what is told of a window's piece, and a key that moves as its notes do."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.datasets import Corpus
from symbolic.datasets.facts import facts_of
from symbolic.datasets.preparing import prepare
from symbolic.datasets.windows import Windows
from symbolic.datasets.windows.labels import FIXED, KEYS
from symbolic.errors import SymbolicError
from symbolic.files import write
from symbolic.score import Score, Track
from symbolic.theory.keys import key
from symbolic.tokenizers import (
    BarTokenizer,
    DrumTokenizer,
    MelodyTokenizer,
    PerformanceTokenizer,
)

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def scale(tonic: int, meter=(4, 4), **track) -> Score:
    """A major scale twice, and its tonic long."""
    steps = (*SCALE, *SCALE[::-1])
    notes = [(480 * n, 480, tonic + step, 80, 0) for n, step in enumerate(steps)]
    notes.append((480 * 16, 3840, tonic, 80, 0))
    tracks = [Track(**track)]
    return Score(480, tracks, notes=notes, meters=[(0, *meter)], title=f"of {tonic}/{tonic % 2}")


@pytest.fixture(scope="module")
def scales():
    return [scale(tonic, (3 + tonic % 2, 4)) for tonic in (55, 57, 59, 60, 61, 62, 64, 66)]


def told(batch):
    """The labels of a batch, and what else it has."""
    inputs, *others = batch if isinstance(batch, tuple) else (batch,)
    return {name: part for name, part in inputs.items() if name != "tokens"}, inputs, others


# -- values -----------------------------------------------------------------------------


def test_inputs_tell_the_facts_of_each_window(scales):
    windows = Windows(scales, BarTokenizer(), 16, 16, 4, labels=["key", "meter"], shuffle=False)
    assert windows.labels == {"key": ("", *KEYS), "meter": ("", "3/4", "4/4")}
    plain = Windows(scales, BarTokenizer(), 16, 16, 4, shuffle=False)
    facts = [facts_of(score) for score in scales]
    owners = np.repeat(range(len(scales)), plain._plan.cut.counts)
    at = 0
    for batch, expected in zip(windows, plain, strict=True):
        labels, inputs, others = told(batch)
        assert list(inputs) == ["tokens", "key", "meter"]
        assert np.array_equal(inputs["tokens"], expected[0])
        assert all(map(np.array_equal, others, expected[1:]))
        for name, values in windows.labels.items():
            assert labels[name].dtype == np.int32
            here = owners[at : at + len(labels[name])]
            assert [values[n] for n in labels[name]] == [getattr(facts[p], name) for p in here]
        at += len(labels["key"])
    assert at == windows.count


def test_values_go_by_how_common_they_are_and_are_no_more_than_64():
    pieces = [scale(60, (1 + n % 70, 4)) for n in range(140)] + [scale(60, (69, 4))]
    windows = Windows(pieces, PerformanceTokenizer(), labels=["meter"])
    values = windows.labels["meter"]
    assert len(values) == 65
    assert values[:2] == ("", "69/4")
    assert values[2:] == tuple(sorted(values[2:]))  # as common, so by name


def test_the_values_of_other_windows_hold():
    corpus = Corpus.from_scores([scale(60)] * 3, ["bach/1", "bach/2", "liszt/1"])
    other = Corpus.from_scores([scale(60)] * 3, ["liszt/2", "cage/1", "bach/9"])
    asked = {"composer": lambda piece: piece.name.split("/")[0], "key": None}
    train = corpus.windows(PerformanceTokenizer(), labels=asked, shuffle=False)
    valid = other.windows(PerformanceTokenizer(), 500, labels=train.labels, shuffle=False)
    assert valid.labels == train.labels
    assert train.labels["composer"] == ("", "bach", "liszt")
    assert told(valid[0])[0]["composer"].tolist() == [2, 0, 1]
    kept = json.loads(json.dumps(train.labels))
    again = {**kept, "composer": (asked["composer"], kept["composer"])}
    assert other.windows(PerformanceTokenizer(), 500, labels=again).labels == train.labels
    with pytest.raises(SymbolicError, match="no fact is called 'composer'"):
        other.windows(PerformanceTokenizer(), labels=kept)


def test_keys_that_sound_alike_are_one_and_those_not_asked_for_are_unknown(scales):
    asked = {"key": (lambda piece: "Gb major" if "60" in piece.name else None)}
    windows = Windows(scales, PerformanceTokenizer(), 500, labels=asked, shuffle=False)
    assert windows.labels["key"] == ("", *KEYS)
    expected = [0] * 3 + [1 + KEYS.index("F# major")] + [0] * 4
    assert told(windows[0])[0]["key"].tolist() == expected
    few = {"key": ("", "D major", "Db major")}
    windows = Windows(scales, PerformanceTokenizer(), 500, labels=few, shuffle=False)
    assert told(windows[0])[0]["key"].tolist() == [0, 0, 0, 0, 2, 1, 0, 0]


def test_modes_and_instruments():
    pieces = [
        scale(60, program=40),
        scale(60, program=74),
        scale(36, is_drum=True),
        Score(480, [Track(), Track(program=40), Track(program=42)],
              notes=[(0, 480, 60, 80, n) for n in range(3)]),
    ]  # fmt: skip
    windows = Windows(
        pieces, BarTokenizer(), 500, labels=["instrument", "mode"], shuffle=False, batch_size=9
    )
    assert windows.labels["instrument"] == FIXED["instrument"]
    labels = told(windows[0])[0]
    names = [windows.labels["instrument"][n] for n in labels["instrument"]]
    assert names == ["strings", "pipe", "drums", "strings"]
    modes = [facts_of(piece).key.rpartition(" ")[2] for piece in pieces]
    assert [windows.labels["mode"][n] for n in labels["mode"]] == modes
    assert modes[2] == ""


# -- transposition ------------------------------------------------------------------------


def test_the_key_is_named_as_theory_names_it(scales):
    """Of what is cut whole, theory hears the key that the label says."""
    pieces = [score.set_meter(4, 4) for score in scales]
    for semitones in range(-6, 7):
        windows = Windows(
            pieces, PerformanceTokenizer(), 500, labels=["key"], transpose=semitones, shuffle=False
        )
        heard = [str(key(score.transpose(semitones))) for score in pieces]
        assert [windows.labels["key"][n] for n in told(windows[0])[0]["key"]] == heard


def moved(plain, tokens, low, high):
    """By how many semitones rows are moved: all their pitches by as many."""
    found = []
    for before, after in zip(plain, tokens, strict=True):
        here = (before >= low) & (before < high)
        assert np.array_equal(before[~here], after[~here])
        offsets = set((after[here].astype(int) - before[here]).tolist())
        assert len(offsets) <= 1
        found.append(offsets.pop() if offsets else None)
    return found


CUTS = {
    "tokens": (BarTokenizer(), {"length": 24}, "pitch"),
    "encoded anew": (PerformanceTokenizer(programs=True), {"length": 24}, "note on"),
    "bars": (BarTokenizer(), {"length": 2, "by": "bars", "longest": 64}, "pitch"),
    "rows": (MelodyTokenizer(bars=2, hop=1), {"task": "next"}, "pitch"),
}


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("layout", ["padded", "bucketed"])
@given(st.integers(0, 2**40), st.integers(0, 50))
@settings(max_examples=20)
def test_the_key_moves_by_what_the_notes_of_a_window_do(scales, cut, layout, seed, epoch):
    tokenizer, options, kind = CUTS[cut]
    if cut == "rows" and layout == "bucketed":
        return
    made = {"batch_size": 7, "seed": seed, "unlabelled": 0, "labels": ["key"], **options}
    made["layout"] = layout
    pieces = [score.set_meter(4, 4) for score in scales]
    still = Windows(pieces, tokenizer, **made)
    moving = Windows(pieces, tokenizer, transpose=range(-5, 7), **made)
    kinds = tokenizer.vocabulary.kinds
    spans = [kinds[kind], kinds["note off"]] if kind == "note on" else [kinds[kind]]
    low, high = spans[0].first, spans[-1].first + spans[-1].count
    seen = set()
    for number in range(len(still)):
        before, plain, _ = told(still.batch(epoch, number))
        after, inputs, _ = told(moving.batch(epoch, number))
        tokens = [inputs["tokens"], plain["tokens"]]
        if cut == "tokens" or cut == "bars":  # they also name the key of each piece
            keys = kinds.get("key")
            for rows in tokens if keys else ():
                rows[(rows >= keys.first) & (rows < keys.first + keys.count)] = keys.first
        moves = moved(tokens[1], tokens[0], low, high)
        for one, other, semitones in zip(before["key"], after["key"], moves, strict=True):
            if semitones is not None:
                seen.add(semitones)
                assert (other - one - semitones) % 12 == 0
                assert (other > 12) == (one > 12)
                assert one > 0
                assert other > 0
    assert len(seen) > 1


def test_drums_keep_the_key(tunes):
    windows = Windows(
        tunes, DrumTokenizer(bars=1), labels=["key"], transpose=7, shuffle=False, batch_size=99
    )
    keys = told(windows[0])[0]["key"]
    names = [facts_of(tune).key for tune in tunes]
    owners = np.repeat(range(len(tunes)), windows._plan.cut.counts)
    assert [KEYS[n - 1] for n in keys] == [names[piece] for piece in owners]


# -- not told ---------------------------------------------------------------------------


def test_labels_are_left_out_each_by_its_own_lot(scales):
    options = {"labels": ["key", "mode"], "length": 4, "batch_size": 1000}
    shuffled = Windows(scales, PerformanceTokenizer(), **options)
    rows = [told(shuffled.batch(epoch, 0))[0] for epoch in range(60)]
    gone = np.array([[labels[name] == 0 for name in ("key", "mode")] for labels in rows])
    assert abs(gone.mean() - 0.1) < 0.015
    assert abs((gone[:, 0] & gone[:, 1]).mean() - 0.01) < 0.006
    alone = Windows(scales, PerformanceTokenizer(), **{**options, "labels": ["mode"]})
    for epoch in range(5):  # whatever other labels there are
        assert np.array_equal(told(alone.batch(epoch, 0))[0]["mode"], rows[epoch]["mode"])
    still = Windows(scales, PerformanceTokenizer(), shuffle=False, **options)
    assert (told(still[0])[0]["key"] > 0).all()
    never = Windows(scales, PerformanceTokenizer(), unlabelled=1, **options)
    assert (told(never[0])[0]["key"] == 0).all()


# -- sources ----------------------------------------------------------------------------


def test_shards_a_corpus_and_a_list_tell_the_same(scales, tmp_path):
    for number, score in enumerate(scales):
        (tmp_path / "in").mkdir(exist_ok=True)
        write(score, tmp_path / "in" / f"{number}.mid")
    tokenizer = PerformanceTokenizer()
    shards = prepare(
        tmp_path / "in", tmp_path / "out", tokenizer=tokenizer, workers=1, keep_duplicates=True
    )
    labels = {"name": lambda piece: piece.name, "key": None, "meter": None}
    options = {"labels": labels, "transpose": range(-5, 7), "length": 500}
    names = [piece.name for piece in shards.pieces]
    corpus = Corpus.from_folder(tmp_path / "in", workers=1)
    corpus = corpus[[[piece.name for piece in corpus.pieces].index(name) for name in names]]
    for epoch in range(3):
        one = told(shards.windows(**options).batch(epoch, 0))[0]
        other = told(corpus.windows(tokenizer, **options).batch(epoch, 0))[0]
        assert all(np.array_equal(one[name], other[name]) for name in labels)
    some = shards[3:6].windows(labels=["key"], length=500, shuffle=False)
    found = [some.labels["key"][n] for n in told(some[0])[0]["key"]]
    assert found == [shards.pieces[n].facts.key for n in (3, 4, 5)]


# -- fingerprints and mistakes ------------------------------------------------------------


@pytest.fixture
def make(tunes):
    def windows(**options):
        made = {"labels": {"key": None, "own": lambda piece: piece.name}, "batch_size": 4}
        return Windows(tunes, BarTokenizer(), **{"length": 40, **made, **options})

    return windows


def test_labels_are_part_of_the_fingerprint_only_where_there_are_any(make):
    plain = make(labels=None)
    assert plain.labels == {}
    assert plain.fingerprint == make(labels=[]).fingerprint == GOLDEN
    some = [
        make(labels=["key"]),
        make(labels=["mode"]),
        make(labels=["key"], unlabelled=0.5),
        make(labels={"key": lambda piece: "D minor"}),
    ]
    assert len({plain.fingerprint, *(windows.fingerprint for windows in some)}) == 5
    assert make(labels=["key"]).fingerprint == some[0].fingerprint


GOLDEN = "56c4fd946882ee13"  # of the windows as they were before there were labels

MISTAKES = [
    ({"layout": "packed"}, "labels are told of rows"),
    ({"labels": "key"}, "labels are names"),
    ({"labels": 3}, "labels are names"),
    ({"labels": ["composer"]}, "no fact is called 'composer'"),
    ({"labels": ["tokens"]}, 'a label needs a name other than "" and "tokens"'),
    ({"labels": {"key": ["C major"]}}, 'the first is ""'),
    ({"labels": {"key": ["", "C major", "C major"]}}, "different strings"),
    ({"labels": {"key": lambda piece: "H"}}, '"H" is not a note name'),
    ({"unlabelled": 1.5}, "a probability"),
    ({"labels": None, "unlabelled": 0.5}, "unlabelled is for windows with labels"),
]


@pytest.mark.parametrize(("options", "message"), MISTAKES)
def test_mistakes_are_told_in_one_sentence(make, options, message):
    with pytest.raises(SymbolicError, match=message) as found:
        make(**options)
    assert "\n" not in str(found.value)
