"""Pairs: what is drawn of a score and its reconstruction."""

import numpy as np
import pytest
from display.test_figure import PNG, draw, named, row_labels
from matplotlib.figure import Figure

from symbolic.display import draw_pair
from symbolic.errors import SymbolicError
from symbolic.score import Score, Track


@pytest.fixture
def pair():
    """Of five notes two come back the same, one higher, one shorter, one not; another is new."""
    rows = [(480 * n, 480, 60 + n, 80, 0) for n in range(5)]
    after = [*rows[:2], (960, 480, 70, 80, 0), (1440, 240, 63, 80, 0), (2400, 480, 50, 80, 0)]
    return Score(480, notes=rows), Score(480, notes=after)


def drawn(ax, name) -> list[float]:
    """Where the notes of a kind begin, in quarters."""
    return sorted(path.get_extents().x0 for path in named(ax, f"notes {name}").get_paths())


def test_notes_are_drawn_as_what_became_of_them(pair):
    above, below = draw_pair(*pair).axes
    for ax in (above, below):
        assert drawn(ax, "the same") == [0, 1]
        assert drawn(ax, "another pitch or length") == [2, 3]
    assert drawn(above, "missing below") == [4]
    assert drawn(below, "added") == [5]
    title = "reconstruction: 2 of 5 notes the same, 2 changed, 1 missing, 1 added"
    assert (above.get_title(loc="left"), below.get_title(loc="left")) == ("original", title)


def test_kinds_are_told_apart_without_colours(pair):
    above, below = draw_pair(*pair).axes
    same, changed = (named(above, f"notes {n}") for n in ("the same", "another pitch or length"))
    missing, added = named(above, "notes missing below"), named(below, "notes added")
    light = [
        np.dot(each.get_facecolor()[0, :3], [0.3, 0.59, 0.11]) for each in (missing, same, added)
    ]
    assert light[0] > light[1] + 0.15 > light[2] + 0.4
    assert changed.get_hatch()
    assert not same.get_hatch()
    assert missing.get_linewidth()[0] > same.get_linewidth()[0]


def test_one_legend_names_what_is_seen(pair):
    figure = draw_pair(*pair)
    [legend] = figure.legends
    names = ["the same", "another pitch or length", "missing below", "added"]
    assert [text.get_text() for text in legend.get_texts()] == names
    [legend] = draw_pair(pair[0], pair[0]).legends
    assert [text.get_text() for text in legend.get_texts()] == ["the same"]


def test_both_share_time_and_pitches(pair):
    above, below = draw_pair(pair[0], pair[1].transpose(24)).axes
    assert above.get_xlim() == below.get_xlim() == (0, 8)
    assert above.get_ylim() == below.get_ylim()
    assert row_labels(above) == row_labels(below)


def test_some_bars_are_counted_alone(pair):
    above, below = draw_pair(*pair, bars=(1, 2)).axes
    assert (
        below.get_title(loc="left") == "reconstruction: 0 of 1 notes the same, 1 missing, 1 added"
    )
    assert above.get_xlim() == (4, 8)


def test_drums_have_the_rows_of_both():
    hits = [(0, 60, 36, 80, 0), (480, 60, 38, 80, 0)]
    others = [(0, 60, 36, 80, 0), (480, 60, 42, 80, 0)]
    kits = [Score(480, [Track(is_drum=True)], notes=notes) for notes in (hits, others)]
    figure = draw_pair(*kits)
    for ax in figure.axes:
        assert sorted(row_labels(ax)) == ["closed hat", "kick", "snare"]
        assert ax.get_ylim() == (34.5, 43.5)  # from below the kick to above the hat
    assert draw(figure).startswith(PNG)
    nothing = draw_pair(kits[0], Score(480, [Track(is_drum=True)]))
    assert sorted(row_labels(nothing.axes[1])) == ["kick", "snare"]
    assert draw(nothing).startswith(PNG)


def test_nothing_against_nothing_is_drawn():
    figure = draw_pair(Score(), Score())
    assert [text.get_text() for ax in figure.axes for text in ax.texts] == ["no notes"] * 2
    assert figure.legends == []
    assert draw(figure).startswith(PNG)


def test_it_is_a_figure_of_its_own_the_same_each_time(pair, tmp_path):
    figure = draw_pair(*pair, title=("a $tune$", "its copy"), path=tmp_path / "pair.png")
    assert isinstance(figure, Figure)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["a $tune$", "its copy"]
    assert (tmp_path / "pair.png").read_bytes().startswith(PNG)
    assert draw(draw_pair(*pair)) == draw(draw_pair(*pair))
    assert figure.get_figwidth() == 8
    assert draw_pair(*pair, size=(6, 4)).get_size_inches().tolist() == [6, 4]
    with pytest.raises(SymbolicError, match="a Score"):
        draw_pair(pair[0], "tune.mid")
    with pytest.raises(SymbolicError, match="two titles"):
        draw_pair(*pair, title="one")
