"""The report: one table as text, as JSON and as a page; and generated beside real pieces."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
from evaluation.makers import drums, random_tune, tune

from symbolic import BarTokenizer, SymbolicError
from symbolic.evaluation import Report, compare, novelty, pieces, pitch, rhythm, statistics
from symbolic.evaluation.plots import Bars, Matrix, Shares
from symbolic.score import Score

REAL = [random_tune(n) for n in range(8)]
LEARNED = [random_tune(n) for n in range(20, 32)]
OURS = [random_tune(n) for n in range(50, 54)] + [LEARNED[0].transpose(3)]


@pytest.fixture(scope="module")
def report() -> Report:
    return compare(OURS, REAL, LEARNED, tokenizer=BarTokenizer())


def test_the_table_has_a_row_for_each_figure_and_a_column_for_each_source():
    report = Report("Two models")
    report.add("likelihood", "bigram", {"nats_per_token": 2.5, "tokens": 12345.0})
    report.add("likelihood", "model", {"nats_per_token": 1.25, "bits_per_note": math.nan})
    report.add("novelty", "model", {"copy_bars_max": math.inf})
    assert str(report) == (
        "Two models\n"
        "\n"
        "likelihood      bigram  model\n"
        "nats per token   2.500  1.250\n"
        "tokens          12,345\n"
        "bits per note               -\n"
        "\n"
        "novelty        model\n"
        "copy bars max    inf"
    )
    assert report.columns("likelihood") == ["bigram", "model"]
    report.add("likelihood", "model", {"nats_per_token": 1.0})
    assert report.sections["likelihood"]["nats_per_token"]["model"] == 1.0
    assert repr(report) == "<Report 'Two models': 4 figures in likelihood, novelty>"
    with pytest.raises(SymbolicError, match="no section"):
        report.columns("taste")


def test_json_holds_what_the_table_does(tmp_path):
    report = Report("Two models")
    report.add("likelihood", "model", {"nats_per_token": 1.25, "bits_per_note": math.nan})
    path = report.write_json(tmp_path / "report.json")
    assert json.loads(path.read_text()) == {
        "title": "Two models",
        "sections": {
            "likelihood": {"nats_per_token": {"model": 1.25}, "bits_per_note": {"model": None}}
        },
    }
    with pytest.raises(SymbolicError):
        report.write_json(tmp_path / "nowhere" / "report.json")
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_comparing_gives_every_section_with_its_ceiling(report):
    assert list(report.sections) == ["statistics", "pieces", "repetition", "novelty"]
    assert report.columns("statistics") == ["generated", "real against real"]
    for section in ("pieces", "repetition", "novelty"):
        assert report.columns(section) == ["generated", "held-out"]
    assert report.title == "5 pieces beside 8 held out"
    for column, figures in (
        ("generated", statistics.evaluate(OURS, REAL)),
        ("real against real", statistics.ceiling(REAL)),
    ):
        found = {name: row[column] for name, row in report.sections["statistics"].items()}
        assert found == pytest.approx(figures, nan_ok=True)
    for column, scores in (("generated", OURS), ("held-out", REAL)):
        found = {name: row[column] for name, row in report.sections["novelty"].items()}
        assert found == novelty.evaluate(scores, LEARNED)
    assert report.sections["novelty"]["copy_notes_max"]["generated"] == 60


def test_different_tokens_are_counted_in_as_many(report):
    row = report.sections["repetition"]["distinct_tokens"]
    assert row["generated"] > 10
    again = compare(OURS, OURS * 3, tokenizer=BarTokenizer())
    row = again.sections["repetition"]["distinct_tokens"]
    assert row["generated"] == row["held-out"]
    row = again.sections["repetition"]["distinct_4"]
    assert row["generated"] == row["held-out"]


def test_without_training_pieces_nothing_is_said_of_novelty():
    report = compare(OURS, REAL[:1], title="Only these")
    assert list(report.sections) == ["statistics", "pieces", "repetition"]
    assert report.columns("statistics") == ["generated"]
    assert report.title == "Only these"


def test_pieces_have_the_means_of_those_that_tell():
    figures = pieces.evaluate([tune([60, 64]), tune([60, 72]), drums(), Score(480)])
    assert figures["pitch_range"] == 8  # drums and silence have no range
    assert figures["drum_in_pattern_rate"] == 1
    assert list(figures) == [*pitch.evaluate(Score()), *rhythm.evaluate(Score())]
    assert figures["empty_beat_rate"] == pytest.approx(
        np.mean([rhythm.empty_beat_rate(score) for score in (tune([60, 64]), drums())]), abs=0.2
    )
    with pytest.raises(SymbolicError):
        pieces.evaluate([])


def test_the_page_has_a_panel_for_each_subject(report):
    figure = report.plot()
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_title(loc="left")]
    assert titles == [
        "pitch class",
        "duration",
        "inter onset",
        "interval",
        "longest copy from training",
        "likeness of bars, first generated piece",
        "likeness of bars, first held-out piece",
    ]
    assert figure.get_suptitle() == report.title


def test_the_page_is_saved_in_the_format_that_the_name_says(tmp_path):
    report = Report()
    report.add("likelihood", "model", {"nats_per_token": 1.25})
    for name, begin in {"p.png": b"\x89PNG", "p.svg": b"<?xml", "p.pdf": b"%PDF"}.items():
        report.plot(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
    with pytest.raises(SymbolicError):
        report.plot(tmp_path / "page.tune")
    with pytest.raises(SymbolicError):
        report.plot(tmp_path / "nowhere" / "page.png")
    assert len(list(tmp_path.iterdir())) == 3


def test_the_bars_are_as_high_as_the_figures():
    report = Report()
    report.add("likelihood", "5-gram", {"nats_per_token": 2.5})
    report.add("likelihood", "model", {"nats_per_token": 1.25})
    [axes] = report.plot().axes
    assert [bar.get_height() for bar in axes.patches] == [2.5, 1.25]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["5-gram", "model"]
    with pytest.raises(SymbolicError, match="nothing to draw"):
        Report().plot()


def test_panels_show_every_value():
    report = Report()
    report.panels += [
        Bars("many", [str(n) for n in range(30)], {"a": range(30), "b": range(30)}),
        Shares("copies", "bars", {"a": np.array([1.0, 3.0]), "b": np.array([])}),
        Matrix("alike", np.eye(3)),
    ]
    many, copies, alike = report.plot().axes[:3]
    assert len(many.patches) == 60
    assert copies.lines[0].get_xydata().tolist() == [[0, 1], [1, 0.5], [3, 0]]
    assert (alike.images[0].get_array() == np.eye(3)).all()


def test_evaluation_loads_neither_keras_nor_matplotlib_until_something_is_drawn():
    code = (
        "import sys, symbolic.evaluation as e; e.Report().add('a', 'b', {'c': 1});"
        "print([m for m in ('keras', 'tensorflow', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
