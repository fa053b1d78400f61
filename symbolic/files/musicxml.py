"""MusicXML <-> music21 streams, with what music21 loses on the way put right."""

import re
from typing import Any
from xml.etree import ElementTree

from symbolic.errors import UnreadableError
from symbolic.files.mxl import unpack
from symbolic.files.safe_xml import parse_xml

ZIP_MAGIC = b"PK"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STEPS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def parse_musicxml(data: bytes) -> Any:
    """A music21 Score from the bytes of a MusicXML file, compressed or not."""
    from music21.musicxml.xmlToM21 import MusicXMLImporter

    root = parse_xml(unpack(data) if data.startswith(ZIP_MAGIC) else data)
    if root.tag == "score-timewise":
        root = partwise(root)
    if root.tag != "score-partwise":
        raise UnreadableError(f"XML that is no MusicXML score (its root is <{root.tag[:40]}>)")
    pitch_drums(root)
    importer = MusicXMLImporter()
    importer.xmlRootToScore(root, importer.stream)  # parts of several staves go there only
    set_programs(importer.stream, root)
    return importer.stream


def partwise(root: ElementTree.Element) -> ElementTree.Element:
    """Turn a score that goes measure by measure into one that goes part by part."""
    turned = ElementTree.Element("score-partwise", root.attrib)
    turned.extend(child for child in root if child.tag != "measure")
    parts: dict[str, ElementTree.Element] = {}
    for measure in root.findall("measure"):
        for part in measure.findall("part"):
            name = part.get("id", "")
            if name not in parts:
                parts[name] = ElementTree.SubElement(turned, "part", part.attrib)
            ElementTree.SubElement(parts[name], "measure", measure.attrib).extend(part)
    return turned


def pitch_drums(root: ElementTree.Element) -> None:
    """Write unpitched notes at the MIDI pitch of their drum.

    MusicXML names a drum by an instrument of the part; music21 keeps only the line of the
    staff that the note stands on.
    """
    drums = {
        one.get("id"): number
        for one in root.iter("midi-instrument")
        if (number := _number(one, "midi-unpitched")) is not None
    }
    for note in root.iter("note"):
        line, played = note.find("unpitched"), note.find("instrument")
        if line is None or played is None or played.get("id") not in drums:
            continue
        octave, pitch_class = divmod(drums[played.get("id")], 12)
        line.clear()
        line.tag = "pitch"
        ElementTree.SubElement(line, "step").text = STEPS[pitch_class][0]
        ElementTree.SubElement(line, "alter").text = str(len(STEPS[pitch_class]) - 1)
        ElementTree.SubElement(line, "octave").text = str(octave - 1)


def set_programs(score: Any, root: ElementTree.Element) -> None:
    """Give the instruments the programs of the file: music21 believes their names instead."""
    from music21 import instrument

    midi = {one.get("id"): one.find("midi-instrument") for one in root.iter("score-part")}
    for player in score[instrument.Instrument]:
        found = midi.get(player.partId)
        if found is None:
            continue
        program, channel = _number(found, "midi-program"), _number(found, "midi-channel")
        if program is not None:
            player.midiProgram = program
        if channel is not None:
            player.midiChannel = channel


def _number(element: ElementTree.Element, tag: str) -> int | None:
    """A MIDI number, which MusicXML counts from 1."""
    text = (element.findtext(tag) or "").strip()
    return int(text) - 1 if text.isdecimal() and 1 <= int(text) <= 128 else None


def musicxml_bytes(stream: Any) -> bytes:
    """A MusicXML document of a music21 score."""
    from music21.musicxml.m21ToXml import GeneralObjectExporter

    document = GeneralObjectExporter(stream).parse().decode()
    return NOT_XML.sub("", document).encode()
