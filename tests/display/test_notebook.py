"""What Jupyter shows: well-formed, inert, small and quick, whatever the file says."""

import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.display import html
from symbolic.score import Score, Track

LIMIT = 300_000
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</title></svg></div><script src=//evil>",
    "]]><!--",
    "&lt;script&gt;",
    "nul\x00 bell\x07 \ud800 \udfff \ufffe \uffff",
    "\u202etxt.exe",
    "x" * 10_000,
    "<" * 10_000,
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=())))


def parsed(score: Score) -> ElementTree.Element:
    """The page as a tree, after checks that every page must pass."""
    page = html(score)
    assert len(page.encode()) <= LIMIT
    tree = ElementTree.fromstring(page)
    names = {element.tag.removeprefix(SVG) for element in tree.iter()}
    assert names <= {
        *("div", "strong", "bdi", "span", "details", "summary", "ul", "li"),
        *("svg", "title", "g", "path", "text"),
    }
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith(("on", "href", "src", "id", "class"))
            assert "url(" not in value
    return tree


def texts(tree: ElementTree.Element) -> list[str]:
    return [element.text for element in tree.iter() if element.text]


def strokes_in(tree: ElementTree.Element) -> list[tuple[str, float, int]]:
    """Colour, opacity and number of strokes of every path of notes."""
    [notes] = [g for g in tree.iter(f"{SVG}g") if "scale" in g.get("transform", "")]
    return [
        (p.get("stroke", ""), float(p.get("stroke-opacity", "1")), p.get("d", "").count("h"))
        for p in notes
    ]


@st.composite
def scores(draw) -> Score:
    tracks = draw(st.lists(st.builds(Track, TEXT, is_drum=st.booleans()), min_size=1, max_size=30))
    note = st.tuples(
        st.integers(0, 2**40) | st.integers(0, 4000),
        st.integers(0, 2**40) | st.integers(0, 4000),
        st.integers(0, 127),
        st.integers(1, 127),
        st.integers(0, len(tracks) - 1),
    )
    meter = st.tuples(
        st.integers(0, 2**30), st.integers(1, 255), st.sampled_from([1, 2, 4, 8, 16, 256])
    )
    score = Score(
        draw(st.integers(1, 32767)),
        tracks,
        notes=draw(st.lists(note, max_size=30)),
        meters=draw(st.lists(meter, max_size=3)),
        title=draw(TEXT),
    )
    score.repairs = tuple(draw(st.lists(TEXT, max_size=30)))
    return score


@settings(deadline=None, max_examples=150)
@given(scores())
def test_any_score_is_shown_inert_and_small(score):
    tree = parsed(score)
    [picture] = tree.iter(f"{SVG}svg")
    assert picture.get("role") == "img"
    [title] = picture.iter(f"{SVG}title")
    assert title.text == picture.get("aria-label")
    assert (len(score.notes) == 0) == ("no notes" in texts(picture))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text):
    score = Score(480, [Track(text), Track("other")], notes=[(0, 1, 60, 80, 0), (0, 1, 60, 80, 1)])
    score = score.replace(title=text)
    score.repairs = (text,)
    page = html(score)
    parsed(score)
    assert not re.search(r"<(script|img)", page)
    assert page.count("x" * 300) == 0
    visible = "".join(c for c in text if c.isprintable())[:20].split()[0]
    assert any(visible in shown for shown in texts(ElementTree.fromstring(page)))


def test_the_page_tells_of_the_score(duet):
    tree = parsed(duet)
    shown = texts(tree)
    assert "Duet" in shown
    assert {"Violin", "Cello", "Kit"} <= set(shown)
    assert {"1", "2", "3", "4"} <= set(shown)  # the bars
    assert {"C3", "C4", "C5"} <= set(shown)
    assert any("5 notes" in (div.tail or "") + (div.text or "") for div in tree.iter())


def test_louder_notes_are_more_opaque_and_tracks_have_colours(duet):
    inks = strokes_in(parsed(duet))
    assert sum(count for _, _, count in inks) == len(duet)
    assert len({colour for colour, _, _ in inks}) == 3
    violin = [opacity for colour, opacity, _ in inks if colour == inks[0][0]]
    assert violin == sorted(violin)
    assert len(set(violin)) == 2


def test_drums_alone_are_named():
    score = Score(480, [Track(is_drum=True)], notes=[(0, 1, 36, 80, 0), (480, 1, 38, 80, 0)])
    shown = texts(parsed(score))
    assert {"kick", "snare"} <= set(shown)
    assert "C3" not in shown


def test_twenty_tracks_are_not_all_named():
    notes = [(0, 480, 60, 80, track) for track in range(20)]
    shown = texts(parsed(Score(480, [Track(f"part {n}") for n in range(20)], notes=notes)))
    assert "and 8 more" in shown
    assert sum(text.startswith("part ") for text in shown) == 12


def test_one_track_needs_no_legend_and_tracks_without_notes_none():
    score = Score(480, [Track("alone"), Track("silent")], notes=[(0, 480, 60, 80, 0)])
    assert not {"alone", "silent"} & set(texts(parsed(score)))


def test_repairs_are_folded_away(duet):
    assert not list(parsed(duet).iter("details"))
    mended = duet.copy()
    mended.repairs = tuple(f"bar {n} < bar {n + 1}" for n in range(25))
    [details] = parsed(mended).iter("details")
    lines = [item.text for item in details.iter("li")]
    assert lines[0] == "bar 0 < bar 1"
    assert lines[20:] == ["and 5 more"]
    assert details.get("open") is None


def test_only_colours_that_suit_light_and_dark_pages(duet):
    [picture] = parsed(duet).iter(f"{SVG}svg")
    assert picture.get("fill") == "currentColor"
    assert "black" not in html(duet)
    assert "#000" not in html(duet)


@pytest.mark.parametrize(("count", "tracks"), [(100_000, 27), (300_000, 40)])
def test_many_notes_stay_small(crowd, count, tracks):
    tree = parsed(crowd(count, tracks))
    drawn = sum(number for _, _, number in strokes_in(tree))
    assert drawn > 5_000


def quickest(work, times: int) -> float:
    """The least of several times: what the work takes when nothing else runs."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return min(took)


def test_it_is_quick(crowd):
    score = crowd(2_000)
    assert quickest(lambda: html(score), times=7) < 0.045  # three times what it should be


def test_a_million_notes_are_shown_in_seconds(crowd):
    score = crowd(1_000_000, 16, 20_000)
    assert quickest(lambda: parsed(score), times=1) < 6


def test_the_picture_is_the_same_each_time(crowd):
    score = crowd(60_000)
    assert html(score) == html(score)


def test_matplotlib_is_not_imported():
    code = (
        "import sys, symbolic.display\n"
        "from symbolic.score import Score\n"
        "Score(480, notes=[(0, 1, 60, 80, 0)])._repr_html_()\n"
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_strokes_are_where_the_notes_are():
    score = Score(480, notes=[(960, 960, 60, 80, 0)])  # the second half of the only bar
    [picture] = parsed(score).iter(f"{SVG}svg")
    [group] = picture.iter(f"{SVG}g")
    left, top, across, down = (float(n) for n in re.findall(r"[\d.]+", group.get("transform", "")))
    x, row, length = (int(n) for n in re.findall(r"\d+", group[0].get("d", "")))
    assert left + across * x == pytest.approx((left + 1000) / 2, abs=1)
    assert left + across * (x + length) == pytest.approx(1000, abs=1)
    [name] = [text for text in picture.iter(f"{SVG}text") if text.text == "C4"]
    assert top + down * row == pytest.approx(float(name.get("y", "")), abs=4)
