"""MusicVAE learns: points come to tell windows, schedules run, and a run goes on where it was."""

import numpy as np
import pytest
from models.vae.conftest import KINDS, only, trio, vae_of
from training.conftest import Killed, kill_after, rows, same_weights

from symbolic import Corpus, SymbolicError
from symbolic.models.vae.teaching import Teaching, rate_for

CORPUS = Corpus.from_scores([trio(seed) for seed in range(24)])


def lessons(kind="melody", scores=CORPUS, **options):
    tokenizer = only(KINDS[kind])
    return tokenizer, scores.windows(tokenizer, batch_size=8, **options)


def learned(run, kind="melody", resume=False, **options):
    tokenizer, windows = lessons(kind, CORPUS[:18], drop_remainder=True)
    _, held_out = lessons(kind, CORPUS[18:], shuffle=False)
    vae = vae_of(kind)
    vae.tokenizer = tokenizer
    told = {} if resume else {"learning_rate": 1e-2, "sampling": 0.4, "forgetting": 0.1, **options}
    told |= {"steps": options.get("steps", 12), "every": 3}
    return vae, vae.fit(windows, held_out, run=run, resume=resume, progress=False, **told)


@pytest.mark.parametrize("kind", ["melody", "drums", "trio", "groove"])
def test_every_kind_of_window_is_learned(kind, tmp_path):
    _, run = learned(tmp_path / "run", kind, steps=30)
    losses = run.history.column("valid_loss")
    assert losses[-1] < 0.9 * losses[0]


def test_the_history_tells_what_points_tell(tmp_path):
    _, run = learned(tmp_path / "run", beta=0.5, free_bits=2.0)
    last = run.history.rows[-1]
    assert last["kl_bits"] > 0
    assert 0 <= last["active_units"] <= 8
    assert last["valid_kl_bits"] > 0
    betas = run.history.column("beta")
    assert betas == sorted(betas)
    assert betas[-1] <= 0.5
    sampled = run.history.column("sampling")
    assert sampled == sorted(sampled)
    assert 0 < sampled[-1] < 1
    assert (tmp_path / "run" / "loss.png").stat().st_size > 10_000


def test_a_killed_run_goes_on_to_the_same(tmp_path, monkeypatch):
    whole, run = learned(tmp_path / "whole")
    with monkeypatch.context() as patch:
        kill_after(patch, "save_checkpoint", 3)
        with pytest.raises(Killed):
            learned(tmp_path / "killed")
    again, resumed = learned(tmp_path / "killed", resume=True)
    assert rows(resumed) == rows(run)
    assert same_weights(whole, again)


def test_what_is_free_costs_nothing():
    import keras

    vae = vae_of("melody")
    given = only(KINDS["melody"]).encode(trio(0))
    mean, deviation = np.full((len(given), 8), 1.0, "f"), np.full((len(given), 8), 0.5, "f")
    told = {"said": vae.network(given)["said"], "mean": mean, "deviation": deviation}
    bits = 8 * 0.5 * (1 + 0.25 - 1 - 2 * np.log(0.5)) / np.log(2)
    losses = []
    for free in (0.0, bits - 1, bits + 1):
        vae.network.teaching = Teaching(beta=1.0, free_bits=free)
        losses.append(
            float(keras.ops.convert_to_numpy(vae.network.compute_loss(None, given, told)))
        )
    assert losses[0] - losses[2] == pytest.approx(bits * np.log(2) / 32, rel=1e-4)
    assert losses[1] - losses[2] == pytest.approx(np.log(2) / 32, rel=1e-3)


def test_half_is_fed_when_it_should_be():
    import keras

    for steps in (1500, 6000):
        teaching = Teaching(sampling_rate=rate_for(steps, 0.4))
        half = float(keras.ops.convert_to_numpy(teaching.sampling(np.float32(0.4 * steps))))
        assert half == pytest.approx(0.5, abs=0.01)
    assert round(rate_for(1500)) == 124
    assert round(rate_for(10_000)) == 622


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beta": -1}, "beta"),
        ({"sampling": 2}, "sampling"),
        ({"spoiling": 0.5}, "for grooves"),
        ({"ties": ["swing"]}, "no quality is called swing"),
        ({"top_p": 1}, "top_p"),
    ],
)
def test_a_wrong_recipe_is_said_in_one_sentence(options, message, tmp_path):
    with pytest.raises(SymbolicError, match=message) as said:
        learned(tmp_path / "run", **options)
    assert "\n" not in str(said.value)


def test_windows_of_the_wrong_task_are_refused(tmp_path):
    tokenizer, windows = lessons(task="next")
    vae = vae_of("melody")
    vae.tokenizer = tokenizer
    with pytest.raises(SymbolicError, match="task"):
        vae.fit(windows, run=tmp_path / "run", steps=2)
