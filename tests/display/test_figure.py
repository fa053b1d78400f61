"""Plots: what is drawn, looked up among the artists of the figure."""

import sys
import time
import warnings
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from symbolic.display import plot
from symbolic.display.palette import DRUMS, TRACKS
from symbolic.errors import SymbolicError
from symbolic.score import Score, Track

PNG = b"\x89PNG"


def named(ax, gid):
    """The only artist with this name."""
    [artist] = [child for child in ax.get_children() if child.get_gid() == gid]
    return artist


def rectangles(ax) -> np.ndarray:
    """Left, right, bottom and top of every note."""
    corners = [path.get_extents() for path in named(ax, "notes").get_paths()]
    return np.array([(box.x0, box.x1, box.y0, box.y1) for box in corners]).reshape(-1, 4)


def lines(ax, gid) -> list[float]:
    """Where the lines of one kind stand."""
    return [float(segment[0][0]) for segment in named(ax, gid).get_segments()]


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def row_labels(ax) -> list[str]:
    """The names beside the rows, on the piano keys if there are any."""
    keys = [child for child in ax.child_axes if child.get_gid() == "keys"]
    return [text.get_text() for text in (keys[0] if keys else ax).get_yticklabels()]


def draw(figure):
    """Draw, and fail at any warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return figure._repr_png_()


# -- notes and lines ------------------------------------------------------------------


def test_every_note_is_a_rectangle_in_its_place(duet):
    ax = plot(duet).axes[0]
    boxes = rectangles(ax)
    assert len(boxes) == len(duet)
    np.testing.assert_allclose(boxes[:, 0], duet.notes["start"] / 480)
    np.testing.assert_allclose(boxes[:, 2:].mean(axis=1), duet.notes["pitch"])
    ends = (duet.notes["start"] + duet.notes["duration"]) / 480
    np.testing.assert_allclose(boxes[:, 1], ends, atol=0.03)
    assert (boxes[:, 1] > boxes[:, 0]).all()  # a note without length too
    assert boxes[0, 1] < boxes[1, 0] + 0.02


def test_tracks_have_colours_and_louder_notes_are_more_opaque(duet):
    faces = named(plot(duet).axes[0], "notes").get_facecolor()
    colours = [to_hex(face) for face in faces]
    assert colours == [TRACKS[0], TRACKS[0], TRACKS[1], TRACKS[1], DRUMS[0]]
    by_velocity = faces[np.argsort(duet.notes["velocity"]), 3]
    assert (np.diff(by_velocity) > 0).all()


def test_lines_stand_where_the_timeline_says(duet):
    ax = plot(duet).axes[0]
    end = ax.get_xlim()[1] * 480
    assert lines(ax, "bars") == (duet.timeline.bar_lines(int(end)) / 480).tolist()
    assert set(lines(ax, "beats")) == set(duet.timeline.beats(int(end)) / 480) - set(
        lines(ax, "bars")
    )
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "3", "4"]
    assert ax.get_xticks().tolist() == lines(ax, "bars")


def test_the_cs_are_named_beside_the_keys(duet):
    ax = plot(duet).axes[0]
    assert row_labels(ax) == ["C2", "C3", "C4", "C5"]
    assert ax.child_axes[0].get_yticks().tolist() == [36, 48, 60, 72]
    assert ax.child_axes[0].get_ylim() == ax.get_ylim()
    assert ax.get_ylim() == (35.5, 74.5)  # two rows more than the notes, below and above


def test_some_bars_keep_their_numbers(duet):
    ax = plot(duet, bars=(1, 3)).axes[0]
    assert ax.get_xlim() == (3, 9)
    assert len(rectangles(ax)) == 2
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2", "3"]


def test_colours_may_mean_pitch_classes(duet):
    ax = plot(duet, by="pitch class").axes[0]
    assert legend(ax) == ["C", "E", "G", "drums"]
    faces = [to_hex(face) for face in named(ax, "notes").get_facecolor()]
    assert faces[0] == faces[3] != faces[1]


# -- kinds of scores ------------------------------------------------------------------


@pytest.mark.parametrize("score", [Score(), Score(480, [Track(), Track(is_drum=True)])])
def test_an_empty_score_says_so(score):
    figure = plot(score)
    ax = figure.axes[0]
    assert len(rectangles(ax)) == 0
    assert [text.get_text() for text in ax.texts] == ["no notes"]
    assert draw(figure).startswith(PNG)


def test_drums_alone_are_named(duet):
    figure = plot(duet.select(2))
    assert row_labels(figure.axes[0]) == ["snare"]
    assert draw(figure).startswith(PNG)


def test_of_twenty_tracks_the_first_are_named():
    notes = [(480 * track, 480, 60, 80, track) for track in range(20)]
    figure = plot(Score(480, [Track(f"part {n}") for n in range(20)], notes=notes))
    ax = figure.axes[0]
    assert legend(ax) == [f"part {n}" for n in range(16)] + ["and 4 more"]
    assert len({tuple(face[:3]) for face in named(ax, "notes").get_facecolor()}) == 20
    assert draw(figure).startswith(PNG)


def test_one_track_has_no_legend(duet):
    assert plot(duet.select(0)).axes[0].get_legend() is None
    assert legend(plot(duet).axes[0]) == ["Violin", "Cello", "Kit"]


def test_a_hundred_thousand_notes_are_drawn_in_seconds(crowd):
    score = crowd(100_000, 20, 300)
    begin = time.perf_counter()
    figure = plot(score)
    assert draw(figure).startswith(PNG)
    assert time.perf_counter() - begin < 12
    assert len(named(figure.axes[0], "notes").get_paths()) == 100_000


# -- several scores -------------------------------------------------------------------


def test_scores_are_stacked_on_one_time_axis(duet):
    other = Score(96, notes=[(0, 96, 60, 80, 0), (96 * 19, 96, 62, 80, 0)], title="Other")
    top, bottom = plot([duet, other]).axes
    assert top.get_xlim() == bottom.get_xlim() == (0, 21)
    assert (top.get_title(loc="left"), bottom.get_title(loc="left")) == ("Duet", "Other")
    assert rectangles(bottom)[1, 0] == 19
    assert lines(bottom, "bars") == [0, 4, 8, 12, 16]
    assert lines(top, "bars") == [0, 3, 6, 9, 12, 15, 18]
    assert top.get_position().y0 > bottom.get_position().y0


def test_titles_may_be_given(duet):
    axes = plot((duet, duet), title=["before", "after"]).axes
    assert [ax.get_title(loc="left") for ax in axes] == ["before", "after"]


@pytest.mark.parametrize(
    ("scores", "options", "complaint"),
    [
        ([], {}, "at least one"),
        ("tune.mid", {}, "Score"),
        (7, {}, "Score"),
        ([Score(), 7], {}, "Score"),
        (Score(), {"by": "mood"}, "'track' or 'pitch class'"),
        ([Score(), Score()], {"title": "one"}, "2 scores"),
        (Score(), {"bars": (3, 1)}, "bars"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(scores, options, complaint):
    with pytest.raises(SymbolicError, match=complaint):
        plot(scores, **options)


# -- text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "$x^2$ costs $5",
        r"$\frac{1$",
        "_hidden",
        "emoji \U0001f3b5 \U0001f9ff",
        "红旗 العربية",
        "a\x00b\x07\nc\ud800",
    ],
)
def test_text_from_files_is_drawn_as_it_stands(text):
    notes = [(0, 480, 60, 80, 0), (0, 480, 62, 80, 1)]
    score = Score(480, [Track(text), Track("_b")], notes=notes, title=text)
    figure = plot(score)
    assert draw(figure).startswith(PNG)
    ax = figure.axes[0]
    assert legend(ax)[1] == "_b"
    ascii_part = "".join(c if " " <= c <= "~" else " " for c in text).split()
    for shown in (ax.get_title(loc="left"), legend(ax)[0]):
        assert all(word in shown for word in ascii_part)
        assert shown.isprintable()


def test_letters_of_no_font_become_squares(duet):
    assert plot(duet.replace(title="\U0001f9ff!")).axes[0].get_title(loc="left") == "□!"


# -- chords ---------------------------------------------------------------------------


class Named(SimpleNamespace):
    """A chord as theory names it: a time, a duration and a symbol."""

    def __str__(self) -> str:
        return self.symbol


def chords_on(ax) -> list[tuple[float, str]]:
    texts = [text for text in ax.texts if text.get_gid() == "chord"]
    return [(text.xy[0], text.get_text()) for text in texts]


@pytest.fixture
def harmony(monkeypatch):
    rows = [(0, "C"), (960, "C"), (1920, "N"), (2880, "C"), (3840, "F#m7"), (5760, "$G$")]
    found = [Named(time=time, duration=960, symbol=symbol) for time, symbol in rows]
    monkeypatch.setattr(Score, "chords", lambda self: iter(found))


def test_chords_are_written_where_they_begin(harmony):
    score = Score(480, notes=[(0, 1920 * 4, 60, 80, 0)])
    figure = plot(score, chords=True)
    assert chords_on(figure.axes[0]) == [(0, "C"), (6, "C"), (8, "F#m7"), (12, "$G$")]
    assert draw(figure).startswith(PNG)
    assert chords_on(plot(score).axes[0]) == []
    # C sounds already where the second bar begins; it is written at the edge.
    held = plot(score, chords=True, bars=(1, 3)).axes[0]
    assert chords_on(held) == [(6, "C"), (8, "F#m7")]


def test_chords_without_room_are_left_out(monkeypatch):
    found = [Named(time=480 * n, duration=480, symbol=f"chord{n}") for n in range(400)]
    monkeypatch.setattr(Score, "chords", lambda self: found)
    ax = plot(Score(480, notes=[(0, 480 * 400, 60, 80, 0)]), chords=True).axes[0]
    assert 5 < len(chords_on(ax)) < 20


def test_theory_names_the_chords():
    notes = [(1920 * bar, 1920, p, 80, 0) for bar in (0, 1) for p in (60, 64, 67)]
    ax = plot(Score(480, notes=notes), chords=True).axes[0]
    assert chords_on(ax) == [(0, "C")]


# -- the figure -----------------------------------------------------------------------


def test_the_figure_is_shown_once_and_pyplot_knows_nothing_of_it(duet):
    figure = plot(duet)
    assert isinstance(figure, Figure)
    assert figure._repr_png_().startswith(PNG)
    pyplot = sys.modules.get("matplotlib.pyplot")
    known = [] if pyplot is None else map(pyplot.figure, pyplot.get_fignums())
    assert all(figure is not one for one in known)


def test_it_is_drawn_on_given_axes(duet):
    figure = Figure()
    axes = figure.subplots(2, 1)
    assert plot([duet, duet], ax=axes) is figure
    assert len(rectangles(axes[1])) == len(duet)
    inner = Figure()
    ax = inner.subfigures(1, 2)[1].subplots()
    assert plot(duet, ax=ax) is inner
    assert len(rectangles(ax)) == len(duet)


def test_it_has_the_size_asked_for_or_as_the_pitches_need(duet):
    assert plot(duet, size=(5, 3)).get_size_inches().tolist() == [5, 3]
    narrow = Score(480, notes=[(0, 480, 60, 80, 0)])
    wide = Score(480, notes=[(0, 480, 20, 80, 0), (0, 480, 100, 80, 0)])
    assert plot(narrow).get_figheight() < plot(wide).get_figheight()


@pytest.mark.parametrize(
    ("name", "magic"), [("a.png", PNG), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF")]
)
def test_it_is_saved(duet, tmp_path, name, magic):
    plot(duet, path=tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(magic)


@pytest.mark.parametrize("name", ["a.mid", "no/folder/a.png"])
def test_what_cannot_be_saved_is_refused_in_a_sentence(duet, tmp_path, name):
    with pytest.raises(SymbolicError, match="cannot"):
        plot(duet, path=tmp_path / name)


def test_a_dark_style_keeps_its_paper(duet):
    with mpl.rc_context({"figure.facecolor": "black", "axes.facecolor": "black"}):
        figure = plot(duet)
    assert to_hex(figure.get_facecolor()) == to_hex(figure.axes[0].get_facecolor()) == "#000000"


def test_the_door_of_a_score_leads_here(duet):
    assert len(rectangles(duet.plot(bars=(0, 1)).axes[0])) == 2
