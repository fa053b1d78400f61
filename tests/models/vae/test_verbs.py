"""What MusicVAE does with music, and what it says to what it cannot use."""

import numpy as np
import pytest
from models.vae.conftest import only, scores, trio, vae_of

from symbolic import BarTokenizer, MusicVAE, Score, SymbolicError
from symbolic.models import Model
from symbolic.models.artifact import read_model, save_model


@pytest.fixture(scope="module")
def vae():
    vae = vae_of("melody")
    vae.tokenizer = only(vae.tokenizer)
    return vae


def test_points_are_of_every_window(kind):
    vae = vae_of(kind)
    vae.tokenizer = only(vae.tokenizer)
    found = vae.encode(scores(kind, 3))
    assert found.mean.shape == found.deviation.shape == (3 * 3, 8)
    alone = vae.encode(scores(kind, 3)[1])
    assert np.allclose(found.mean[3:6], alone.mean, atol=1e-5)


def test_what_comes_back_is_as_long_and_as_fast(kind):
    vae = vae_of(kind)
    vae.tokenizer = only(vae.tokenizer)
    score = trio(0, bars=7, numerator=3 if kind == "waltz" else 4)
    back = vae.reconstruct(score)
    assert back.tempos["microseconds"].tolist() == [600_000]
    assert back.meters[["numerator", "denominator"]].tolist()[0] == (3 if kind == "waltz" else 4, 4)
    row = vae.tokenizer.encode(back)
    assert 1 <= len(row) <= 6
    assert row.shape[1:] == vae.tokenizer.encode(score).shape[1:]


def test_ends_of_a_path_are_the_reconstructions(vae):
    a, b = trio(1), trio(2)
    path = vae.interpolate(a, b, steps=4)
    assert len(path) == 4
    assert (path[0].notes == vae.reconstruct(a).notes).all()
    assert (path[-1].notes == vae.reconstruct(b).notes).all()


def test_four_pieces_are_the_corners_of_a_grid(vae):
    corners = [trio(seed) for seed in range(4)]
    grid = vae.interpolate(*corners, steps=3)
    assert [len(row) for row in grid] == [3, 3, 3]
    found = [grid[0][0], grid[0][2], grid[2][0], grid[2][2]]
    for corner, one in zip(corners, found, strict=True):
        assert (vae.reconstruct(corner).notes == one.notes).all()


def test_the_same_seed_gives_the_same_and_another_another(vae):
    one, same, other = (
        [score.notes.tolist() for score in vae.sample(3, 1.0, seed=seed)] for seed in (1, 1, 2)
    )
    assert one == same != other


def test_samples_do_not_depend_on_how_many_are_asked_for(vae):
    three, five = vae.sample(3, seed=4, temperature=0), vae.sample(5, seed=4, temperature=0)
    assert all((a.notes == b.notes).all() for a, b in zip(three, five, strict=False))


def test_nearest_of_all_is_the_piece_itself(vae):
    score = trio(3)
    windows = vae.similar(score, n=2, nearness=1.0)
    assert (windows[0].notes == windows[1].notes).all()
    with pytest.raises(SymbolicError, match="nearness"):
        vae.similar(score, nearness=2)


def test_directions_lead_from_little_to_much(vae):
    few = [Score(480, notes=[(0, 480, 60, 80, 0), (1920, 480, 62, 80, 0)])] * 20
    many = [Score(480, notes=[(120 * n, 120, 60, 80, 0) for n in range(32)])] * 20
    found = vae.attribute("density", few + many)
    wanted = vae.encode(many).mean.mean(0) - vae.encode(few).mean.mean(0)
    alike = found @ wanted / np.linalg.norm(found) / np.linalg.norm(wanted)
    assert alike == pytest.approx(1, abs=1e-3)
    vae.directions["density"] = found
    assert isinstance(vae.shift(trio(0), density=0.5), Score)
    assert (vae.shift(trio(0), density=0).notes == vae.reconstruct(trio(0)).notes).all()


def test_a_saved_model_knows_its_directions(vae, tmp_path):
    vae.directions["density"] = np.arange(8, dtype=np.float32)
    save_model(vae, tmp_path / "saved")
    again = read_model(tmp_path / "saved")
    assert type(again) is MusicVAE
    assert again.config == vae.config
    assert (again.attribute("density") == vae.directions["density"]).all()
    points = np.random.default_rng(0).normal(size=(4, 8))
    notes = [[s.notes.tolist() for s in model.decode(points)] for model in (vae, again)]
    assert notes[0] == notes[1]


def test_of_several_lines_one_is_taken_and_said():
    vae = vae_of("melody")
    with pytest.warns(UserWarning, match="took track 0 'melody'.*track=1 'bass'"):
        taken = vae.reconstruct(trio(0))
    assert (vae.reconstruct(trio(0), track=0).notes == taken.notes).all()
    assert isinstance(vae.reconstruct(trio(0), track="bass"), Score)


def test_a_model_of_more_bars_begins_with_what_one_of_few_knows(vae):
    larger = vae.grown(6)
    assert larger.bars == 6
    assert larger.size.latent == 24
    windows = larger.tokenizer.encode(trio(5, bars=6))
    mean = larger.encode(windows).mean
    first = vae.encode(windows[:, :32]).mean
    # The LSTMs over the bars hear more of them, so the first two bars are only nearly the same.
    assert np.corrcoef(mean[0, :8], first[0])[0, 1] > 0.6
    with pytest.raises(SymbolicError, match="multiple of its 2 bars"):
        vae.grown(3)


DRUMS = [(0, 60, 36, 80, 0)]


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (Score(480), "has no notes"),
        (Score(480, notes=[(0, 480, 60, 80, 0)], meters=[(0, 3, 4)]), "4/4.*another meter"),
        (Score(480, notes=[(0, 480, p, 80, 0) for p in (60, 64, 67)]), "polyphonic"),
        ("tune.mid", "is no score"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(vae, score, message):
    model = vae_of("melody")
    with pytest.raises(SymbolicError, match=message) as said:
        model.reconstruct(score)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda vae: vae.decode(np.zeros((2, 5))), "rows of 8"),
        (lambda vae: vae.decode([[np.nan] * 8]), "finite"),
        (lambda vae: vae.decode(np.zeros(8), temperature=-1), "temperature"),
        (lambda vae: vae.sample(1, key="C major"), "no condition key"),
        (lambda vae: vae.interpolate(trio(0)), "two scores, or four corners"),
        (lambda vae: vae.interpolate(trio(0), trio(1), steps=1), "steps"),
        (lambda vae: vae.encode(np.zeros((1, 16), int)), r"\(windows, 32\)"),
        (lambda vae: vae.attribute("swing"), "swing"),
        (lambda vae: vae.attribute("density", [trio(0)]), "too few"),
        (lambda vae: vae.shift(trio(0), interval=1), "does not know the direction"),
        (lambda vae: vae_of("melody", encoder="deep"), "flat or hierarchical"),
        (lambda vae: vae_of("melody", units=3), "takes no units"),
        (lambda vae: MusicVAE(BarTokenizer()), "windows of bars"),
        (lambda vae: MusicVAE.preset("melody-3bar"), "there is no preset"),
        (lambda vae: MusicVAE.preset("melody-2bar", "huge"), "there is no size"),
    ],
)
def test_a_wrong_argument_is_said_in_one_sentence(vae, ask, message):
    with pytest.raises(SymbolicError, match=message) as said:
        ask(vae)
    assert "\n" not in str(said.value)


def test_all_presets_can_be_made():
    from symbolic.models.vae.presets import PRESETS

    for name in PRESETS:
        for size in ("tiny", "small", "base", "magenta"):
            model = MusicVAE.preset(name, size)
            assert isinstance(Model.known["MusicVAE"].from_config(model.config), MusicVAE)
