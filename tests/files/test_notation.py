"""Notation files: MusicXML, ABC and Humdrum."""

import io
import os
import re
import time
import zipfile
from pathlib import Path

import music21
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.errors import SymbolicError, UnreadableError
from symbolic.files import mxl
from symbolic.files.abc import parse
from symbolic.files.notation import PARSERS, read_notation, write_musicxml
from symbolic.score import Score, Track

CORPUS = Path(music21.__path__[0]) / "corpus"

TUNE = Score(
    480, [Track("Lead", 73), Track("Kit", 0, True)],
    notes=[(0, 480, 62, 80, 0), (480, 960, 61, 100, 0), (1440, 160, 61, 33, 0),
           (1600, 1500, 70, 80, 0), (1600, 320, 65, 64, 0), (0, 240, 36, 90, 1)],
    meters=[(0, 3, 4), (480, 3, 4), (1920, 2, 4)], keys=[(0, -3, True), (1920, 2, False)],
    tempos=[(0, 612_345), (1440, 400_000)], lyrics=[(0, "la-", 0), (480, "la", 0)],
    markers=[(480, "A")], title="Lied für 🎻",
)  # fmt: skip


def written(score: Score, **options) -> bytes:
    file = io.BytesIO()
    write_musicxml(score, file, **options)
    return file.getvalue()


def abc(text: str, **options) -> list[Score]:
    return read_notation(text.encode(), ".abc", **options)


def rows(score: Score) -> list[tuple]:
    notes = score.notes
    quarters = (notes["start"] / score.resolution).tolist()
    return list(zip(quarters, notes["pitch"].tolist(), strict=True))


# -- MusicXML -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tune.musicxml", "tune.xml", "tüne 🎻.mxl", "TUNE.MXL"])
def test_a_file_gives_back_its_music(tmp_path, name):
    write_musicxml(TUNE, tmp_path / name)
    [again] = read_notation(tmp_path / name)
    assert sorted(again.notes.tolist()) == sorted(TUNE.notes.tolist())
    for table in ("tempos", "meters", "keys", "lyrics", "markers"):
        assert getattr(again, table).tolist() == getattr(TUNE, table).tolist()
    assert (again.tracks, again.title, again.repairs) == (TUNE.tracks, TUNE.title, ())
    assert os.listdir(tmp_path) == [name]  # and nothing beside it


NOTES = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda k: k * 40), st.integers(1, 30).map(lambda k: k * 40),
        st.integers(0, 127), st.integers(1, 127), st.integers(0, 1),
    ), min_size=1, max_size=10,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(NOTES)
def test_random_notes_on_a_grid_come_back_from_musicxml(notes):
    score = Score(480, [Track("one", 1), Track("two", 115)], notes=notes)
    [again] = read_notation(written(score), ".xml")
    assert [row[:3] + row[4:] for row in sorted(again.notes.tolist())] == [
        row[:3] + row[4:] for row in sorted(score.notes.tolist())
    ]
    assert again.tracks == score.tracks


def test_music21_reads_what_we_write():
    parsed = music21.converter.parseData(written(TUNE), format="musicxml")
    heard = [
        (round(float(n.offset) * 480), pitch.midi, number)
        for number, part in enumerate(parsed.parts)
        for n in part.flatten().notes
        if n.tie is None or n.tie.type == "start"
        for pitch in n.pitches
    ]
    expected = [(row["start"], row["pitch"], row["track"]) for row in TUNE.notes]
    assert sorted(heard) == sorted(expected)
    assert parsed.metadata.title == TUNE.title


def test_every_program_survives_its_name():
    tracks = [Track(f"t{program}", program, program == 9) for program in range(128)]
    score = Score(480, tracks, notes=[(0, 480, 60, 80, n) for n in range(128)])
    [again] = read_notation(written(score), ".xml")
    assert again.tracks == score.tracks


def test_texts_that_xml_cannot_hold_do_not_break_the_file():
    [again] = read_notation(written(TUNE.replace(title="a\x00b\x0b<&>c")), ".xml")
    assert again.title == "ab<&>c"


def test_equal_scores_make_equal_archives_inside():
    one = zipfile.ZipFile(io.BytesIO(written(TUNE, compressed=True)))
    assert one.namelist() == ["META-INF/container.xml", "score.musicxml"]
    assert one.testzip() is None


SCORE = """<?xml version="1.0" encoding="{encoding}"?>{doctype}
<score-partwise version="3.1"><work><work-title>Tüne</work-title></work>
<part-list><score-part id="P1"><part-name>Kit</part-name>
<score-instrument id="P1-I39"><instrument-name>Snare</instrument-name></score-instrument>
<score-instrument id="P1-I43"><instrument-name>Hat</instrument-name></score-instrument>
<midi-instrument id="P1-I39"><midi-channel>10</midi-channel><midi-unpitched>39</midi-unpitched></midi-instrument>
<midi-instrument id="P1-I43"><midi-channel>10</midi-channel><midi-unpitched>43</midi-unpitched></midi-instrument>
</score-part></part-list>
<part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>2</beats><beat-type>4</beat-type></time></attributes>
<note><unpitched><display-step>C</display-step><display-octave>5</display-octave></unpitched>
<duration>1</duration><instrument id="P1-I39"/><type>quarter</type></note>
<note><unpitched><display-step>G</display-step><display-octave>5</display-octave></unpitched>
<duration>1</duration><instrument id="P1-I43"/><type>quarter</type></note>
</measure></part></score-partwise>"""

DOCTYPE = '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">'


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_drums_keep_their_instrument_and_texts_their_charset(encoding):
    document = SCORE.format(encoding=encoding, doctype=DOCTYPE).encode(encoding)
    [score] = read_notation(document, ".musicxml")
    assert score.notes["pitch"].tolist() == [38, 42]
    assert score.tracks[0].is_drum
    assert score.title == "Tüne"


def test_a_score_that_goes_measure_by_measure():
    partwise = SCORE.format(encoding="UTF-8", doctype="")
    timewise = (
        partwise.replace("score-partwise", "score-timewise")
        .replace('<part id="P1"><measure number="1">', '<measure number="1"><part id="P1">')
        .replace("</measure></part></", "</part></measure></")
    )
    [one], [two] = (read_notation(text.encode(), ".xml") for text in (partwise, timewise))
    assert one == two


def test_piano_staves_are_tracks_of_their_own():
    [score] = read_notation(CORPUS / "verdi/laDonnaEMobile.mxl")
    assert [track.name for track in score.tracks] == ["Piano", "Piano"]
    assert len(score.notes) > 300


# -- ABC ------------------------------------------------------------------------------

BOOK = """% a book
M:3/4
L:1/4

X:1
T:First
C:Anon.
K:G
D|G2A|B2A|1 G3:|2 g3|]

Some words: ABC is fun.

X:7
T:Second
M:C|
K:Ddor
"Dm"D2 z A|[K:A][M:6/8]c3/2 c3/2|]
"""


def test_every_tune_of_a_book_in_order():
    first, second = abc(BOOK)
    assert [first.title, second.title] == ["First (Anon.)", "Second"]
    assert first.timeline.meter_at(0) == (3, 4)
    assert second.texts.tolist() == [(0, "chord", "Dm", 0)]
    assert second.meters.tolist() == [(0, 2, 2), (1920, 6, 8)]
    assert second.keys.tolist() == [(0, 0, True), (1920, 3, False)]
    assert rows(second) == [(0, 62), (3, 69), (4, 73), (5.5, 73)]


def test_repeats_endings_and_pickups_of_a_tune():
    score = abc(BOOK)[0]
    once = [(0, 62), (1, 67), (3, 69), (4, 71), (6, 69)]
    expected = [*once, (7, 67), *((t + 10, p) for t, p in once), (17, 79)]
    assert rows(score) == expected
    assert score.meters.tolist() == [(0, 3, 4), (480, 3, 4), (5280, 3, 4)]
    unexpanded = abc(BOOK, expand_repeats=False)[0]
    assert rows(unexpanded) == [*once, (7, 67), (10, 79)]


def test_a_change_of_length_or_key_on_its_own_line_is_heard():
    [score] = abc("X:1\nL:1/8\nM:4/4\nK:Bb\nB8|\nK:D\nB4 F4|\nL:1/4\nB4|\n")
    assert rows(score) == [(0, 70), (4, 71), (6, 66), (8, 71)]
    assert score.end == 12 * 480


def test_a_bar_cut_by_a_repeat_keeps_the_meter_of_the_tune():
    [score] = read_notation(_first_tune(CORPUS / "oneills1850/0001-0050.abc"), ".abc")
    assert {(n, d) for _, n, d in score.meters.tolist()} == {(2, 4)}


def _first_tune(path: Path) -> bytes:
    _, head, tune, *_ = re.split(rb"^(X:)", path.read_bytes(), flags=re.MULTILINE)
    return head + tune


def test_latin_1_books_keep_their_letters():
    [score] = read_notation("X:1\nT:Näckens polska\nK:C\nCDE|\n".encode("latin-1"), ".abc")
    assert score.title == "Näckens polska"


def test_a_broken_tune_is_left_out_and_said(monkeypatch):
    def stumble(tune, **options):
        if "Second" in tune:
            raise ZeroDivisionError("half a note")
        return parse(tune, **options)

    monkeypatch.setattr("symbolic.files.notation.parse", stumble)
    [first] = abc(BOOK)
    assert first.repairs == (
        "tune 2: cannot be read as notation (ZeroDivisionError: half a note): left out",
    )
    with pytest.raises(UnreadableError, match="tune 2: cannot be read"):
        abc(BOOK, on_error="raise")


# -- Humdrum --------------------------------------------------------------------------


def test_kern():
    kern = b"!!!OTL: Little\n**kern\n*M3/4\n*k[b-]\n4c\n=1\n4f\n[4a\n4b-\n=2\n2.g]\n*-\n"
    [score] = read_notation(kern, ".krn")
    assert [pitch for _, pitch in rows(score)] == [60, 65, 69, 70, 67]
    assert score.keys["fifths"].tolist() == [-1]
    assert score.title == "Little"


# -- sources, names and damage --------------------------------------------------------


def test_paths_bytes_and_files_are_alike(tmp_path):
    path = tmp_path / "♪ ça.abc"
    path.write_bytes(BOOK.encode())
    with open(path, "rb") as file:
        scores = [
            read_notation(path), read_notation(str(path)), read_notation(file, ".abc"),
            read_notation(BOOK.encode(), ".ABC"),
        ]  # fmt: skip
    assert all(one == scores[0] for one in scores)


def test_what_is_no_notation_file_is_said(tmp_path):
    with pytest.raises(SymbolicError, match=r"\.pdf is no notation format"):
        read_notation(tmp_path / "score.pdf", ".pdf")
    with pytest.raises(UnreadableError, match=r"nothing\.abc: cannot be opened"):
        read_notation(tmp_path / "nothing.abc")
    with pytest.raises(SymbolicError, match="opened for bytes"):
        read_notation(io.StringIO("X:1"), ".abc")


BOMB = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]><score-partwise>&a11;</score-partwise>"  # fmt: skip

BROKEN = {
    "empty.xml": b"",
    "text.xml": b"hello",
    "cut.xml": written(TUNE)[:3000],
    "other.xml": b"<mei><music/></mei>",
    "no parts.musicxml": b"<score-partwise/>",
    "bomb.xml": BOMB.encode(),
    "spy.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><score-partwise>&e;</score-partwise>',
    "outside.xml": b'<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]><score-partwise/>',
    "deep.xml": b"<a>" * 200_000,
    "unknown charset.xml": b"<?xml version='1.0' encoding='klingon'?><score-partwise/>",
    "empty.mxl": b"",
    "cut.mxl": written(TUNE, compressed=True)[:900],
    "bytes.abc": bytes(range(256)),
    "words.abc": b"This is a letter, not a tune.",
    "words.krn": b"hello\n",
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_make_one_sentence(tmp_path, name, capfd):
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    begun = time.perf_counter()
    with pytest.raises(UnreadableError) as caught:
        read_notation(path)
    assert time.perf_counter() - begun < 10
    assert str(caught.value).startswith(f"{path}: ")
    assert len(str(caught.value).splitlines()) == 1
    assert capfd.readouterr() == ("", "")
    assert os.listdir(tmp_path) == [name]


def archive(members: dict[str, bytes], root: str = "score.xml") -> bytes:
    file = io.BytesIO()
    container = mxl.ROOT.replace("score.musicxml", root).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {mxl.CONTAINER: container, **members}.items():
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("root", ["../score.xml", "/etc/passwd", "a/../../b.xml", "..\\b.xml"])
def test_an_archive_whose_score_lies_outside_is_refused(root):
    with pytest.raises(UnreadableError, match="outside"):
        read_notation(archive({root: b"<score-partwise/>"}, root), ".mxl")


def test_an_archive_that_names_no_score_is_refused():
    with pytest.raises(UnreadableError, match="without the score that it names"):
        read_notation(archive({}), ".mxl")


def test_a_zip_bomb_is_refused_unread(monkeypatch):
    monkeypatch.setattr(mxl, "LARGEST", 10_000)
    bomb = archive({"score.xml": bytes(1_000_000)})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableError, match="unpacks to 1,000,000 bytes"):
        read_notation(bomb, ".mxl")
    lie = bomb.replace((1_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(UnreadableError, match="damaged"):
        read_notation(lie, ".mxl")


def test_a_repeat_of_a_million_times_is_not_played():
    text = written(Score(480, notes=[(0, 1920, 60, 80, 0)])).decode()
    text = text.replace("</measure>", '<barline location="right"><bar-style>light-heavy</bar-style>'
                        '<repeat direction="backward" times="1000000"/></barline></measure>')  # fmt: skip
    [score] = read_notation(text.encode(), ".xml")
    assert len(score.notes) == 1
    assert "not played" in score.repairs[0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutilated_files_read_or_say_one_sentence(data):
    suffix, original = data.draw(st.sampled_from(list(MUTILATED.items())))
    at = data.draw(st.integers(0, len(original)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=8))
    damaged = original[:at] + put + original[at + cut :]
    try:
        scores = read_notation(damaged, suffix)
    except SymbolicError as error:
        sentence = str(error)
    else:
        sentence = "" if all(isinstance(score, Score) for score in scores) else "\n"
    assert "\n" not in sentence


MUTILATED = {
    ".musicxml": written(TUNE),
    ".abc": BOOK.encode(),
    ".krn": b"**kern\t**kern\n*M3/4\t*M3/4\n4c\t4e\n=1\t=1\n8fL\t[2.a\n8gJ\t.\n2e\t.\n=2\t=2\n2.g\t2.a]\n*-\t*-\n",
}


def test_every_suffix_is_known_in_small_letters():
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in PARSERS)
