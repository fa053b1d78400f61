"""New pieces: under the grammar, as long as asked, the same for the same seed."""

import numpy as np
import pytest

from symbolic import (
    BarTokenizer,
    NoteChordTokenizer,
    PerformanceTokenizer,
    Score,
    SymbolicError,
    Track,
)
from symbolic.generation import Greedy, loop, walk
from symbolic.models import NoteLSTM
from symbolic.models.compiled import compilations


def test_pieces_have_their_bars(model):
    pieces = model.generate(3, bars=5, seed=1)
    assert [piece.bars for piece in pieces] == [5, 5, 5]
    assert all(len(piece.notes) for piece in pieces)


def test_the_same_seed_gives_the_same_and_another_another(model):
    first = model.generate(2, bars=4, seed=3)
    assert [one.to_bytes() for one in first] == [
        one.to_bytes() for one in model.generate(2, bars=4, seed=3)
    ]
    assert first != model.generate(2, bars=4, seed=4)
    assert first[0] != first[1]


def test_without_bars_the_model_ends_its_pieces(model):
    (piece,) = model.generate(1, seed=5, longest=400)
    assert len(model.tokenizer.encode(piece)) <= 432


@pytest.mark.parametrize(
    "tokenizer", [BarTokenizer(), PerformanceTokenizer(), NoteChordTokenizer()], ids=repr
)
def test_no_sequence_is_impossible_even_from_a_model_that_knows_nothing(tokenizer, monkeypatch):
    from symbolic.generation import generate

    lines = []
    finished = generate.finished
    monkeypatch.setattr(
        generate,
        "finished",
        lambda model, line, *rest: lines.append(line) or finished(model, line, *rest),
    )
    fresh = NoteLSTM(tokenizer, "tiny", units=8, embedding=8)
    fresh.generate(3, seed=2, longest=60)
    for line in lines:
        count, _ = tokenizer.grammar.follow(tokenizer.grammar.start(1), np.array([line]))
        assert count[0] == len(line)


def test_a_prompt_is_where_a_piece_begins(model, tunes):
    prompt = tunes[0].slice(bars=(0, 2))
    for piece in model.generate(2, bars=3, prompt=prompt, seed=1):
        assert piece.bars == 5
        same = ["start", "duration", "pitch"]
        found = set(map(tuple, piece.notes[same].tolist()))
        assert found >= set(map(tuple, prompt.notes[same].tolist()))
        last = prompt.notes["start"][-1]
        assert (piece.notes["start"] <= last).sum() == len(prompt.notes)


@pytest.mark.parametrize("tokenizer", [BarTokenizer(), PerformanceTokenizer()], ids=repr)
def test_a_prompt_stays_as_it_is_and_new_notes_begin_after_its_last(tokenizer):
    """Even from a model that knows nothing, and would put more into the last chord."""
    fresh = NoteLSTM(tokenizer, "tiny", units=8, embedding=8)
    notes = [(0, 960, 60, 80, 0), (960, 480, 64, 80, 0), (960, 480, 67, 80, 0)]
    prompt = Score(480, [Track(program=6)], notes=notes)

    def told(score, until):
        early = score.notes[score.notes["start"] <= until * score.resolution]
        players = [score.tracks[track].program for track in early["track"]]
        quarters = (early["start"] / score.resolution).round(2)
        return sorted(zip(quarters, early["pitch"], players, strict=True))

    before = told(tokenizer.decode(tokenizer.encode(prompt)), 2)
    pieces = fresh.generate(30, prompt=prompt, seed=4, longest=24)
    assert [told(piece, 2) for piece in pieces] == [before] * 30
    assert sum(len(piece.notes) > 3 for piece in pieces) > 10
    for note in fresh.stream(prompt=prompt, seed=4, longest=24):
        assert note.time > 1.0


def test_a_note_that_sounds_on_does_not_cut_the_last_bar_short(model):
    """Bars are counted by what begins in them."""
    from symbolic.generation.samplers import Settings

    held = Score(480, notes=[(480, 3000, 60, 80, 0), (480, 480, 67, 80, 0)])
    assert held.bars == 2
    line = walk.Walk(model, Settings(), {"mode": 0}, model.tokenizer.encode(held), 2, seed=0)
    assert line.bars().tolist() == [1, 1]
    line.end(0)
    assert line.bars().tolist() == [0, 1]


def test_tokens_that_count_no_bars_are_decoded(tunes):
    from symbolic.generation.samplers import Settings

    fresh = NoteLSTM(PerformanceTokenizer(), "tiny", units=8, embedding=8)
    prompt = fresh.tokenizer.encode(tunes[0])
    line = walk.Walk(fresh, Settings(), {}, prompt, 1, seed=0)
    assert line.bars().tolist() == [fresh.tokenizer.decode(prompt).bars]


def test_drawing_freely_and_drawing_under_a_mask_give_the_same_distribution(model, monkeypatch):
    """The loop runs free and mends what breaks the grammar; a mask at every token is the witness."""

    def first_pitches():
        pieces = model.generate(300, seed=7, longest=12, top_p=1.0)
        return np.bincount([p.notes["pitch"][0] for p in pieces if len(p.notes)], minlength=128)

    free = first_pitches()
    monkeypatch.setattr(walk, "OF_MANY", 1)
    monkeypatch.setattr(
        walk.Walk, "_careful", property(lambda self: 1, lambda self, value: None), raising=False
    )
    masked = first_pitches()
    common = free + masked > 20
    spread = np.sqrt(free + masked + 1)[common]
    assert (np.abs(free - masked)[common] < 4.5 * spread).all()
    assert common.sum() > 3


def test_conditions_are_told_and_wrong_ones_named(model):
    model.generate(1, bars=1, mode="minor")
    with pytest.raises(SymbolicError, match="its conditions are mode"):
        model.generate(1, bars=1, composer="Bach")
    with pytest.raises(SymbolicError, match="major, minor"):
        model.generate(1, bars=1, mode="lydian")


def test_every_piece_can_be_told_its_own(model):
    told = ["minor", "", "major"] * 3
    asked = {"bars": 8, "seed": 11}
    pieces = model.generate(9, **asked, mode=told)
    assert pieces == model.generate(9, **asked, mode=tuple(told))
    alike = {mode: model.generate(9, **asked, mode=mode) for mode in ("minor", "", "major")}
    assert pieces == [alike[mode][row] for row, mode in enumerate(told)]
    assert pieces not in alike.values()


def test_what_pieces_are_told_counts_in_the_prompt_too(model, tunes):
    asked = {"bars": 3, "prompt": tunes[0].slice(bars=(0, 2)), "seed": 3}
    both = model.generate(2, mode=["minor", "major"], **asked)
    assert both[0] == model.generate(2, mode="minor", **asked)[0]
    assert both[1] == model.generate(2, mode="major", **asked)[1]


def test_beams_are_told_piece_by_piece(model):
    pieces = model.generate(3, bars=1, beams=2, mode=["minor", "major", "minor"])
    assert pieces[0] == pieces[2] == model.generate(1, bars=1, beams=2, mode="minor")[0]
    assert pieces[1] == model.generate(1, bars=1, beams=2, mode="major")[0]


def test_as_many_values_as_pieces_or_one_sentence(model):
    with pytest.raises(SymbolicError, match="one for each of 3 pieces, not 2 values"):
        model.generate(3, bars=1, mode=["minor", "major"])
    with pytest.raises(SymbolicError, match="mode='lydian'"):
        model.generate(2, bars=1, mode=["minor", "lydian"])


def test_program_plays_it(model):
    (piece,) = model.generate(1, bars=2, program=40)
    assert {track.program for track in piece.tracks} == {40}


def test_the_second_call_compiles_nothing(model, monkeypatch):
    monkeypatch.setattr(walk, "PATIENCE", 10**6)  # or else luck decides on a stretch of one token
    model.generate(2, bars=2, seed=1, temperature=0.9, top_p=0.9)
    before = compilations(model.network)
    model.generate(2, bars=3, seed=2, temperature=1.1, top_p=0.95, top_k=7)
    assert compilations(model.network) == before


@pytest.mark.skipif("not loop.takes_xla() or __import__('keras').backend.backend() != 'tensorflow'")
def test_with_and_without_xla_the_same_is_written(model, monkeypatch):
    before = model.generate(2, bars=4, seed=6)
    monkeypatch.setattr(loop, "takes_xla", lambda: False)
    assert model.generate(2, bars=4, seed=6) == before


def test_greedy_and_beams_need_no_luck(model):
    assert model.generate(1, bars=2, sampler=Greedy(), seed=1) == model.generate(
        1, bars=2, sampler=Greedy(), seed=2
    )
    assert model.generate(1, bars=1, beams=3, seed=1) == model.generate(1, bars=1, beams=3, seed=2)


def test_one_beam_is_greedy(model):
    greedy = model.generate(1, bars=2, sampler=Greedy())
    assert model.generate(1, bars=2, beams=1) == greedy


def test_more_beams_find_a_line_at_least_as_likely(model):
    from symbolic.generation.beam import best_line
    from symbolic.generation.samplers import Settings

    def cost(beams):
        line = best_line(model, Settings(beams=beams), {"mode": 0}, np.zeros(0, int), 10**6, 12)
        said = model.network(np.array([[1, *line[:-1]]]))
        said = np.asarray(said)[0].astype(float)
        return -(said - np.log(np.exp(said).sum(1, keepdims=True)))[
            np.arange(len(line)), line
        ].sum()

    assert cost(256) <= cost(1) + 1e-4


@pytest.mark.parametrize(
    "wrong",
    [
        {"pieces": 0},
        {"bars": 0},
        {"bars": "four"},
        {"prompt": "tune.mid"},
        {"temperature": 0},
        {"top_p": 2},
        {"longest": 0},
        {"program": 128, "bars": 1},
    ],
    ids=str,
)
def test_wrong_arguments_get_one_sentence(model, wrong):
    with pytest.raises(SymbolicError) as error:
        model.generate(**wrong)
    assert "\n" not in str(error.value)


def test_a_stream_gives_the_notes_of_the_piece(model):
    notes = list(model.stream(bars=3, seed=9, program=5))
    assert [note.time for note in notes] == sorted(note.time for note in notes)
    assert {note.program for note in notes} == {5}
    assert max(note.time for note in notes) < 3 * 2.0
    assert len(notes) > 3


def test_a_stream_begins_before_the_piece_is_done(model):
    stream = model.stream(seed=9, longest=2000, bars=200)
    first = next(stream)
    assert first.time >= 0
    stream.close()


def test_a_stream_leaves_out_the_prompt(model, tunes):
    prompt = tunes[1].slice(bars=(0, 2))
    notes = list(model.stream(bars=2, prompt=prompt, seed=1))
    assert notes
    assert min(note.time for note in notes) >= 2.0
