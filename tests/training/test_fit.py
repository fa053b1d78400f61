"""fit: learns, keeps all it needs, goes on as if nothing had happened."""

import signal

import numpy as np
import pytest
from training.conftest import (
    CORPUS,
    HELD,
    TOKENIZER,
    TRAIN,
    Killed,
    fresh,
    kill_after,
    learned,
    rows,
    same_weights,
)

from symbolic import PerformanceTokenizer, SymbolicError
from symbolic.models import NoteGRU
from symbolic.models.artifact import read_model
from symbolic.training import Recipe, Run

STEPS = 12


def test_it_learns_and_keeps_what_it_did(whole):
    model, run = whole
    assert [row["step"] for row in run.history.rows] == [3, 6, 9, 12]
    losses = run.history.column("loss")
    assert losses[-1] < losses[0]
    assert {path.name for path in run.folder.iterdir()} == {
        "run.json", "history.csv", "loss.png", "checkpoints", "best",
    }  # fmt: skip
    assert (run.folder / "loss.png").read_bytes().startswith(b"\x89PNG")
    assert same_weights(read_model(run.best), model)
    assert "step 12 of 12" in repr(run)
    assert "data:image/png" in run._repr_html_()
    assert Run.open(run.folder).history.rows == run.history.rows


def test_killed_as_it_began_it_begins_again(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Run, "write_config", lambda run: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            learned(tmp_path / "r", steps=3)
    (tmp_path / "r" / ".symbolic-1.part").touch()
    with pytest.raises(SymbolicError, match="there is no run in it"):
        learned(tmp_path / "r", resume=True)
    _, run = learned(tmp_path / "r", steps=3)
    assert run.history.rows


@pytest.mark.parametrize(("where", "times"), [("save_checkpoint", 2), ("save_model", 1)])
def test_killed_and_resumed_it_is_as_if_it_never_stopped(
    where, times, whole, tmp_path, monkeypatch
):
    model, run = whole
    with monkeypatch.context() as patch:
        kill_after(patch, where, times)
        with pytest.raises(Killed):
            learned(tmp_path / "killed")
    again, resumed = learned(tmp_path / "killed", resume=True)
    assert rows(resumed) == rows(run)
    assert same_weights(again, model)


def test_a_gru_goes_on_as_well(tmp_path, monkeypatch):
    model, run = learned(tmp_path / "whole", NoteGRU, steps=6)
    with monkeypatch.context() as patch:
        kill_after(patch, "check_loss", 1)
        with pytest.raises(Killed):
            learned(tmp_path / "killed", NoteGRU, steps=6)
    again, resumed = learned(tmp_path / "killed", NoteGRU, steps=6, resume=True)
    assert rows(resumed) == rows(run)
    assert same_weights(again, model)


def test_ctrl_c_saves_and_says_how_to_go_on(whole, tmp_path, monkeypatch, capsys):
    from symbolic.training.steps import Steps

    kept, keys = Steps.__getitem__, []

    def pressed(self, number):
        if self.first + number == 4 and self.windows is TRAIN and not keys:
            keys.append("Ctrl-C")
            signal.raise_signal(signal.SIGINT)
        return kept(self, number)

    with monkeypatch.context() as patch:
        patch.setattr(Steps, "__getitem__", pressed)
        _, run = learned(tmp_path / "r")
    stopped = run.history.rows[-1]["step"]
    assert 3 < stopped < STEPS
    assert f"stopped at step {stopped}" in capsys.readouterr().err
    model, run = learned(tmp_path / "r", resume=True)
    assert run.history.rows[-1]["step"] == STEPS
    assert same_weights(model, whole[0])


def test_it_goes_on_beyond_its_end(tmp_path):
    _, run = learned(tmp_path / "r", steps=6)
    _, longer = learned(tmp_path / "r", steps=9, resume=True)
    assert [row["step"] for row in longer.history.rows] == [3, 6, 9]
    assert rows(longer)[:2] == rows(run)


def test_patience_ends_it_and_the_best_is_taken(tmp_path, monkeypatch):
    model, run = learned(tmp_path / "r", learning_rate=5.0, patience=1, steps=30)
    assert run.history.rows[-1]["step"] < 30
    assert same_weights(read_model(run.best), model)


def test_a_loss_that_is_no_number_stops_it(tmp_path):
    model = fresh()
    first = model.network.trainable_variables[0]
    first.assign(np.full(first.shape, np.nan, np.float32))
    with pytest.raises(SymbolicError, match=r"the loss at step \d+ is no number"):
        model.fit(TRAIN, HELD, run=tmp_path / "r", steps=STEPS, progress=False)
    assert (tmp_path / "r" / "checkpoints" / "000000000").is_dir()
    assert not (tmp_path / "r" / "best").exists()


def test_wrong_data_is_refused_at_once(tmp_path):
    model = fresh()
    few = CORPUS[:1].windows(TOKENIZER, length=16, batch_size=512)
    with pytest.raises(SymbolicError, match="windows do not fill a batch of 512"):
        model.fit(few, run=tmp_path / "r")
    other = CORPUS.windows(PerformanceTokenizer(), length=16, batch_size=8)
    with pytest.raises(SymbolicError, match="but the model reads"):
        model.fit(other, run=tmp_path / "r")
    with pytest.raises(SymbolicError, match="unexpected keyword argument 'speed'"):
        model.fit(TRAIN, run=tmp_path / "r", speed=3)
    assert not (tmp_path / "r").exists()


def test_runs_are_never_overwritten_nor_mixed_up(whole, tmp_path):
    _, run = whole
    with pytest.raises(SymbolicError, match="holds a run already"):
        learned(run.folder)
    with pytest.raises(SymbolicError, match="the run is of another model"):
        learned(run.folder, NoteGRU, resume=True)
    with pytest.raises(SymbolicError, match="learned from other windows"):
        fresh().fit(HELD, run=run.folder, resume=True)
    with pytest.raises(SymbolicError, match="goes on as it began; leave out clip"):
        learned(run.folder, resume=True, clip=2.0)
    with pytest.raises(SymbolicError, match="there is no run in it"):
        learned(tmp_path, resume=True)
    (tmp_path / "letter.txt").write_text("of the user's")
    with pytest.raises(SymbolicError, match="holds something else"):
        learned(tmp_path)


def test_a_row_cut_off_in_its_middle_is_taken_again(tmp_path):
    _, run = learned(tmp_path / "r", steps=6)
    path = run.folder / "history.csv"
    path.write_bytes(path.read_bytes() + b"9,0,0.00")
    _, longer = learned(tmp_path / "r", steps=9, resume=True)
    assert [row["step"] for row in longer.history.rows] == [3, 6, 9]


@pytest.mark.parametrize(
    "wrong",
    [{"steps": 0}, {"every": 0}, {"learning_rate": 0}, {"clip": -1}, {"precision": "half"}],
)
def test_recipes_that_make_no_sense(wrong):
    with pytest.raises(SymbolicError):
        Recipe(**{"steps": 1, "every": 1, **wrong})
