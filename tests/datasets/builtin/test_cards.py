"""The cards in datasets/ and the table of corpora say the same, and what the cards show runs."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import yaml

from symbolic import Score, SymbolicError, Track, load_corpus
from symbolic.cli.choosing import TOKENIZERS
from symbolic.datasets.builtin import BUILTIN, DOWNLOADS

CARDS = Path(__file__).parents[3] / "datasets"
KNOWN = BUILTIN | DOWNLOADS
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PREPARE = re.compile(r"symbolic prepare (\S+) (\S+)((?: --\S+ \S+)*)")


def card(name: str) -> tuple[dict, str]:
    """The head and the body of a card."""
    _, head, body = (CARDS / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def test_every_corpus_has_a_card_and_no_other():
    assert {path.stem for path in CARDS.glob("*.md")} - {"README"} == set(KNOWN)
    listed = re.findall(r"\((\w+)\.md\)", (CARDS / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_card_says_at_its_head_what_the_table_says(name):
    head, body = card(name)
    assert head == KNOWN[name].card
    assert list(head) == list(KNOWN[name].card)
    assert body.startswith(f"\n# {KNOWN[name].title}\n")
    for part in ("## Traps", "## How to cite"):
        assert part in body


@pytest.mark.parametrize("name", DOWNLOADS)
def test_what_is_not_there_is_said_in_one_sentence(name):
    known = DOWNLOADS[name]
    with pytest.raises(SymbolicError) as caught:
        load_corpus(name)
    said = str(caught.value)
    assert "\n" not in said
    for part in (known.title, known.where, known.licence, known.prepare):
        assert part in said


@pytest.mark.parametrize("name", DOWNLOADS)
def test_commands_of_cards_name_what_there_is(name):
    head, body = card(name)
    commands = PREPARE.findall(f"{head['prepare']}\n{body}")
    assert len(commands) >= 2
    for _, out, options in commands:
        assert re.fullmatch(r"\w+", out)
        assert options == "" or options.removeprefix(" --tokenizer ") in TOKENIZERS


def archive_of(name: str) -> None:
    """A small archive with the layout and the table of the real one."""
    zipped, inside, table, columns = {
        "maestro": (
            "maestro-v3.0.0-midi.zip",
            ["2004/one.midi", "2018/two.midi", "2018/three.midi"],
            "maestro-v3.0.0/maestro-v3.0.0.csv",
            "canonical_composer,canonical_title,split,year,midi_filename,audio_filename,duration",
        ),
        "groove": (
            "groove-v1.0.0-midionly.zip",
            [f"drummer{n}/session1/{n}_funk_95_beat_4-4.mid" for n in (1, 2, 3)],
            "groove/info.csv",
            "drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,"
            "audio_filename,duration,split",
        ),
    }[name]
    rows = csv.DictWriter(text := io.StringIO(), columns.split(","), restval="x")
    rows.writeheader()
    with zipfile.ZipFile(zipped, "w") as archive:
        for number, (file, part) in enumerate(
            zip(inside, ("train", "validation", "test"), strict=True)
        ):
            rows.writerow({"midi_filename": file, "split": part})
            notes = [(480 * n, 240, 36 + (n + number) % 7, 80, 0) for n in range(16)]
            score = Score(480, [Track("", is_drum=name == "groove")], notes=notes)
            archive.writestr(f"{Path(table).parent}/{file}", score.to_bytes())
        archive.writestr(table, text.getvalue())


@pytest.mark.parametrize("name", ["maestro", "groove"])
def test_a_card_finds_the_split_of_the_makers(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    archive_of(name)
    [code] = BLOCK.findall(card(name)[1])
    names: dict = {}
    exec(compile(code, name, "exec"), names)
    assert [len(names[part]) for part in ("train", "valid", "test")] == [1, 1, 1]
    assert names["train"].pieces != names["test"].pieces
    if name == "groove":
        assert len(names["beats"]) == 1


def test_no_other_card_shows_python_that_is_not_tried():
    assert {name for name in KNOWN if BLOCK.search(card(name)[1])} == {"maestro", "groove"}
