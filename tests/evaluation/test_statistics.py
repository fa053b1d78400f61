"""Statistics: histograms count what they say, and sets compare as mgeval compares them."""

import math

import numpy as np
import pytest
from evaluation.makers import drums, random_tune, tune
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import kernels, statistics
from symbolic.evaluation.histograms import FEATURES, NOTE_VALUES, WIDEST, table
from symbolic.score import Score, Track

counts = st.lists(st.integers(0, 50), min_size=4, max_size=4)


# -- histograms ---------------------------------------------------------------------------


def counted(feature: str, score: Score) -> dict:
    [row] = table(feature, [score])
    labels = FEATURES[feature].labels
    assert len(row) == len(labels)
    return {label: int(value) for label, value in zip(labels, row, strict=True) if value}


def test_histograms_count_notes():
    score = tune([60, 64, 67, 60], [240, 240, 480, 960])
    assert counted("pitch_class", score) == {"C": 2, "E": 1, "G": 1}
    assert counted("duration", score) == {"1/8": 2, "1/4": 1, "1/2": 1}
    assert counted("inter_onset", score) == {"1/8": 2, "1/4": 1}
    assert counted("interval", score) == {"+4": 1, "+3": 1, "-7": 1}


def test_times_go_to_the_nearest_note_value():
    for name, quarters in NOTE_VALUES.items():
        ticks = round(480 * quarters)
        for off in (0, -1, 1):  # as Verovio ends every note a tick early
            assert counted("duration", tune([60], ticks + off)) == {name: 1}
    assert counted("duration", tune([60], 0)) == {"1/32": 1}
    assert counted("duration", tune([60], 480 * 100)) == {"2/1": 1}


def test_intervals_are_the_upper_lines_and_wide_ones_are_one_kind():
    rows = [(0, 480, 60, 80, 0), (0, 480, 48, 80, 1), (480, 480, 30, 80, 0), (960, 1, 90, 80, 1)]
    assert counted("interval", Score(480, notes=rows)) == {f"-{WIDEST}": 1, f"+{WIDEST}": 1}


def test_tracks_make_no_difference_and_drums_count_only_alone():
    one = random_tune(1)
    rows = one.notes.copy()
    rows["track"] = np.arange(len(rows)) % 3
    spread = Score(480, [Track()] * 3, notes=rows)
    kit = Score(480, [Track(is_drum=True)], notes=[(7, 7, 35, 80, 0)])
    for feature in FEATURES:
        assert (table(feature, [one]) == table(feature, [spread])).all(), feature
        with_kit = Score(
            480,
            [Track(), Track(is_drum=True)],
            notes=[*one.notes.tolist(), *[(*row[:4], 1) for row in kit.notes.tolist()]],
        )
        assert (table(feature, [one]) == table(feature, [with_kit])).all(), feature
    assert counted("inter_onset", drums()) == {"1/8": 15}
    assert counted("pitch_class", drums()) == {}


def test_scores_without_notes_count_nothing():
    for feature in FEATURES:
        assert not table(feature, [Score(480)]).any()
        assert len(table(feature, [])) == 0
    with pytest.raises(SymbolicError, match="no feature"):
        table("loudness", [])


# -- plain comparison ---------------------------------------------------------------------


@given(counts, counts)
def test_overlap_and_divergence_keep_their_bounds(ones, others):
    shared, apart = statistics.overlap(ones, others), statistics.divergence(ones, others)
    if not (any(ones) and any(others)):
        assert math.isnan(shared)
        assert math.isnan(apart)
        return
    assert -1e-12 <= shared <= 1 + 1e-12
    assert apart >= -1e-12
    assert shared == pytest.approx(statistics.overlap(others, ones))
    assert statistics.overlap(ones, ones) == pytest.approx(1)
    assert statistics.divergence(ones, ones) == pytest.approx(0)
    assert statistics.overlap(np.multiply(ones, 3), others) == pytest.approx(shared)


# -- mgeval's way -------------------------------------------------------------------------


def samples(seed: int, count: int, shift: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).gamma(2, size=count) + shift


@pytest.mark.parametrize(
    ("many", "few", "shift"), [(400, 300, 0.3), (6000, 5000, 0.1), (900, 2, 0.0), (9, 9, 5.0)]
)
def test_densities_are_scipys(many, few, shift):
    stats = pytest.importorskip("scipy.stats")
    ones, others = samples(1, many), samples(2, few, shift)
    points = np.linspace(min(ones.min(), others.min()), max(ones.max(), others.max()), 1024)
    first, second = (stats.gaussian_kde(each)(points) for each in (ones, others))
    area = np.trapezoid(np.minimum(first, second), points)
    assert kernels.overlap_area(ones, others) == pytest.approx(area, abs=1e-5)
    if second.min() > 1e-200:  # scipy's densities underflow
        apart = stats.entropy(first, second)
        assert kernels.divergence(ones, others) == pytest.approx(apart, rel=1e-4)


def test_the_area_is_the_integral():
    """Two normal curves, two apart: what they share is 2 Phi(-1)."""
    quantiles = (np.arange(20_000) + 0.5) / 20_000
    normal = np.sort(np.random.default_rng(0).normal(size=200_000))[
        (quantiles * 200_000).astype(int)
    ]
    shared = 2 * 0.5 * math.erfc(1 / math.sqrt(2))
    assert kernels.overlap_area(normal, normal + 2) == pytest.approx(shared, abs=0.01)


def test_where_samples_span_the_same_the_divergence_is_mgevals():
    stats = pytest.importorskip("scipy.stats")
    ones, others = samples(3, 300), samples(4, 300) ** 1.3
    ends = min(ones.min(), others.min()), max(ones.max(), others.max())
    ones, others = np.append(ones, ends), np.append(others, ends)
    points = [np.linspace(a.min(), a.max(), 1000) for a in (ones, others)]
    chances = [stats.gaussian_kde(a)(x) for a, x in zip((ones, others), points, strict=True)]
    assert kernels.divergence(ones, others) == pytest.approx(stats.entropy(*chances), abs=1e-3)


def test_a_density_without_width_is_none():
    for ones in ([], [1.0], [2.0, 2.0, 2.0]):
        assert math.isnan(kernels.overlap_area(np.array(ones), samples(1, 50)))
        assert math.isnan(kernels.divergence(samples(1, 50), np.array(ones)))


def test_distances_are_among_real_pieces_and_from_them_to_generated_ones():
    random = np.random.default_rng(0)
    ours, theirs = random.integers(0, 9, (7, 12)), random.integers(0, 9, (5, 12))
    a, b = (rows / rows.sum(1, keepdims=True) for rows in (ours, theirs))
    among = [np.linalg.norm(b[i] - b[j]) for i in range(5) for j in range(5) if i != j]
    across = [np.linalg.norm(b[i] - a[j]) for i in range(5) for j in range(7)]
    wanted = kernels.overlap_area(np.array(among), np.array(across))
    assert statistics.distance_overlap(ours, theirs) == pytest.approx(wanted, abs=1e-9)
    wanted = kernels.divergence(np.array(among), np.array(across))
    assert statistics.distance_divergence(ours, theirs) == pytest.approx(wanted, abs=1e-9)


# -- sets ---------------------------------------------------------------------------------


def test_alike_sets_score_higher_than_unlike_ones():
    real = [random_tune(n) for n in range(12)]
    alike = statistics.evaluate([random_tune(n) for n in range(20, 32)], real)
    stuck = statistics.evaluate([tune([60 + n] * 40) for n in range(12)], real)
    assert list(alike) == [
        f"{feature}_{figure}"
        for feature in FEATURES
        for figure in ("overlap", "kl", "oa_mgeval", "kl_mgeval")
    ]
    for feature in ("duration", "interval"):
        assert alike[f"{feature}_overlap"] > stuck[f"{feature}_overlap"]
        assert alike[f"{feature}_kl"] < stuck[f"{feature}_kl"]
        assert alike[f"{feature}_oa_mgeval"] > stuck[f"{feature}_oa_mgeval"]


def test_the_ceiling_is_one_half_beside_the_other():
    real = [random_tune(n) for n in range(7)]
    assert statistics.ceiling(real) == statistics.evaluate(real[::2], real[1::2])
    with pytest.raises(SymbolicError, match="halves"):
        statistics.ceiling(real[:1])


def test_sets_of_nothing_are_refused_and_pieces_of_nothing_are_not():
    for wrong in ([], Score(480), ["tune.mid"]):
        with pytest.raises(SymbolicError):
            statistics.evaluate(wrong, [random_tune(1)])
    figures = statistics.evaluate([Score(480)], [random_tune(1)])
    assert all(math.isnan(value) for value in figures.values())
