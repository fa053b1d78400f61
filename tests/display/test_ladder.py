"""Ladders and grids: what is drawn of interpolations."""

import numpy as np
import pytest
from display.test_figure import PNG, draw, lines, named, rectangles
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from symbolic.display import draw_grid, draw_ladder
from symbolic.display.palette import DRUMS, HUES, blended
from symbolic.errors import SymbolicError
from symbolic.score import Score, Track


def tune(n: int, bars: int = 2) -> Score:
    return Score(480, notes=[(480 * k, 480, 60 + n + k % 5, 80, 0) for k in range(4 * bars)])


def beat(pitch: int) -> Score:
    return Score(480, [Track(is_drum=True)], notes=[(0, 60, 36, 80, 0), (480, 60, pitch, 80, 0)])


def colour(ax) -> str:
    [face] = {to_hex(face) for face in named(ax, "notes").get_facecolor()}
    return face


def inside(figure) -> bool:
    """Whether all that is drawn is on the paper."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    page, renderer = figure.bbox, canvas.get_renderer()
    for ax in figure.axes:
        tight = ax.get_tightbbox(renderer)
        if tight.x0 < 0 or tight.y0 < 0 or tight.x1 > page.x1 or tight.y1 > page.y1:
            return False
    return True


# -- ladders --------------------------------------------------------------------------


def test_a_ladder_has_a_rung_for_each_score():
    figure = draw_ladder([tune(n) for n in range(5)])
    assert [ax.get_ylabel() for ax in figure.axes] == ["A", "25 %", "50 %", "75 %", "B"]
    tops = [ax.get_position().y1 for ax in figure.axes]
    assert tops == sorted(tops, reverse=True)
    assert {ax.get_xlim() for ax in figure.axes} == {(0, 8)}
    assert len({ax.get_ylim() for ax in figure.axes}) == 1
    for n, ax in enumerate(figure.axes):
        middles = rectangles(ax)[:, 2:].mean(axis=1)
        np.testing.assert_allclose(middles - middles[0], tune(n).notes["pitch"] - 60 - n)
        np.testing.assert_allclose(middles[0] - rectangles(figure.axes[0])[0, 2:].mean(), n)
    assert inside(figure)


def test_its_colours_lead_from_one_end_to_the_other():
    axes = draw_ladder([tune(n) for n in range(9)]).axes
    assert (colour(axes[0]), colour(axes[-1])) == (HUES[0], HUES[1])
    assert len({colour(ax) for ax in axes}) == 9


def test_only_the_last_rung_numbers_the_bars():
    axes = draw_ladder([tune(0, bars) for bars in (1, 3, 2)]).axes
    numbers = [[label.get_text() for label in ax.get_xticklabels()] for ax in axes]
    assert numbers == [[], [], ["1", "2", "3"]]
    assert [lines(ax, "bars") for ax in axes] == [[4, 8]] * 3


def test_labels_may_be_given():
    scores = [tune(0), tune(1), tune(2)]
    named = draw_ladder(scores, ["first", "$x^2$", 0.5]).axes
    assert [ax.get_ylabel() for ax in named] == ["first", "$x^2$", "0.5"]
    assert draw_ladder(scores[:1]).axes[0].get_ylabel() == "A"
    assert draw_ladder([tune(n) for n in range(9)]).axes[1].get_ylabel() == "12.5 %"
    with pytest.raises(SymbolicError, match="3 scores need as many labels, not 2"):
        draw_ladder(scores, ["a", "b"])


def test_drums_share_the_rows_of_all():
    figure = draw_ladder([beat(38), beat(42), beat(38)])
    for ax in figure.axes:
        names = [label.get_text() for label in ax.get_yticklabels()]
        assert names == ["kick", "snare", "closed hat"]
    rows = [rectangles(ax)[:, 2:].mean(axis=1).tolist() for ax in figure.axes]
    np.testing.assert_allclose(rows, [[0, 1], [0, 2], [0, 1]], atol=1e-9)
    assert inside(figure)


def test_drums_among_other_parts_are_gray():
    notes = [(0, 480, 60, 80, 0), (0, 480, 36, 80, 1)]
    score = Score(480, [Track(), Track(is_drum=True)], notes=notes)
    [ax] = draw_ladder([score]).axes
    faces = [to_hex(face) for face in named(ax, "notes").get_facecolor()]
    assert faces == [HUES[0], DRUMS[2]]


def test_silence_and_the_highest_and_lowest_notes_are_drawn():
    extremes = Score(480, notes=[(0, 480, 0, 80, 0), (0, 480, 127, 80, 0)])
    for scores in ([Score(), Score()], [Score(), tune(0)], [extremes, Score()]):
        figure = draw_ladder(scores)
        assert inside(figure)
        for ax, score in zip(figure.axes, scores, strict=True):
            assert len(rectangles(ax)) == len(score)
            low, high = ax.get_ylim()
            assert all(low < (a + b) / 2 < high for a, b in rectangles(ax)[:, 2:])


# -- grids ----------------------------------------------------------------------------


def test_a_grid_lies_between_four_corners():
    figure = draw_grid([[tune(3 * row + column) for column in range(4)] for row in range(3)])
    cells = np.array(figure.axes, object).reshape(3, 4)
    assert [cells[0, 0].get_title(loc="left"), cells[0, -1].get_title(loc="left")] == ["A", "B"]
    assert [cells[-1, 0].get_xlabel(), cells[-1, -1].get_xlabel()] == ["C", "D"]
    ends = [colour(cells[place]) for place in ((0, 0), (0, -1), (-1, 0), (-1, -1))]
    assert ends == [HUES[0], HUES[1], HUES[2], HUES[6]]
    first = [[rectangles(ax)[0, 2:].mean() for ax in row] for row in cells]
    np.testing.assert_allclose(np.diff(first, axis=1), 1)
    np.testing.assert_allclose(np.diff(first, axis=0), 3)
    assert inside(figure)


def test_rows_and_bars_are_written_at_the_edges_alone():
    cells = np.array(draw_grid([[tune(0)] * 3] * 2).axes, object).reshape(2, 3)
    rows = [[len(ax.get_yticks()) > 0 for ax in row] for row in cells]
    bars = [[len(ax.get_xticks()) > 0 for ax in row] for row in cells]
    assert rows == [[True, False, False]] * 2
    assert bars == [[False] * 3, [True] * 3]


def test_a_grid_of_one_has_all_its_corners():
    assert draw(draw_grid([[tune(0)]], corners="wxyz")).startswith(PNG)


# -- both -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draws", "scores", "complaint"),
    [
        (draw_ladder, [], "at least one"),
        (draw_ladder, Score(), "list of Scores"),
        (draw_ladder, [Score(), 7], "list of Scores"),
        (draw_ladder, 7, "list of Scores"),
        (draw_ladder, [Score()] * 65, "65 rolls are too small"),
        (draw_grid, [], "rows of as many scores"),
        (draw_grid, [[Score()], [Score(), Score()]], "rows of as many scores"),
        (draw_grid, [Score()], "list of Scores"),
        (draw_grid, [[]], "at least one"),
    ],
)
def test_what_is_no_interpolation_is_refused_in_a_sentence(draws, scores, complaint):
    with pytest.raises(SymbolicError, match=complaint):
        draws(scores)


def test_a_grid_has_four_corners():
    with pytest.raises(SymbolicError, match="four corners, not 2"):
        draw_grid([[Score()]], corners=("A", "B"))


def test_they_are_saved_sized_titled_and_the_same_each_time(tmp_path):
    scores = [tune(n) for n in range(3)]
    figure = draw_ladder(scores, title="$from$ here", size=(5, 4), path=tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(PNG)
    assert figure.get_size_inches().tolist() == [5, 4]
    assert figure.get_suptitle() == "$from$ here"
    assert draw(draw_ladder(scores)) == draw(draw_ladder(scores))
    assert draw(draw_grid([scores])) == draw(draw_grid([scores]))
    assert draw_ladder(scores).get_figwidth() == draw_grid([scores]).get_figwidth() == 8
    assert {ax.get_xlim() for ax in draw_ladder(scores, bars=(1, 2)).axes} == {(4, 8)}


def test_colours_are_blended_in_equal_steps():
    assert blended(["#000000", "#ff0000", "#ffffff"], 5) == [
        "#000000",
        "#800000",
        "#ff0000",
        "#ff8080",
        "#ffffff",
    ]
    assert blended(["#102030", "#ffffff"], 1) == ["#102030"]
