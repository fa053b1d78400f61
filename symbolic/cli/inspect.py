"""symbolic inspect: what a file holds."""

import argparse
import json
import sys
from typing import Any

from symbolic.cli.choosing import TOKENIZERS, tokenizer_named
from symbolic.errors import SymbolicError
from symbolic.files import read_all
from symbolic.score import Score
from symbolic.score.summary import clock, counted, meters_in_words, tempo_in_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="any file that symbolic reads")
    parser.add_argument(
        "--tokenizer", choices=sorted(TOKENIZERS), help="also print what these tokens would lose"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list, an object a score")


def run(arguments: argparse.Namespace) -> int:
    """Describe every score of every file; 1 if one could not be read."""
    described, failed = [], 0
    for path in arguments.files:
        try:
            scores = read_all(path)
        except SymbolicError as error:
            failed += 1
            described.append({"file": path, "error": str(error)})
            if not arguments.json:
                print(f"symbolic: {' '.join(str(error).split())}", file=sys.stderr)
            continue
        for score in scores:
            facts = description(path, score)
            described.append(facts)
            if arguments.tokenizer:
                found = tokenizer_named(arguments.tokenizer).fidelity(score)
                facts["fidelity"] = {arguments.tokenizer: found.to_dict()}
            if not arguments.json:
                print(page(facts))
            if arguments.tokenizer and not arguments.json:
                print(f"{TOKENIZERS[arguments.tokenizer]}, against the original:\n{found}\n")
    if arguments.json:
        print(json.dumps(described, indent=2, ensure_ascii=False))
    return 1 if failed else 0


def description(path: str, score: Score) -> dict[str, Any]:
    """What there is to say of a score, as plain values."""
    timeline = score.timeline
    return {
        "file": path,
        "title": score.title,
        "resolution": score.resolution,
        "notes": len(score.notes),
        "bars": score.bars,
        "seconds": round(score.seconds, 3),
        "tempo": [round(6e7 / t, 3) for t in timeline.tempos["microseconds"].tolist()],
        "meter": [f"{n}/{d}" for _, n, d in timeline.meters.tolist()],
        "tempo in words": tempo_in_words(score),
        "meter in words": meters_in_words(score),
        "key": _key(score),
        "tracks": _tracks(score),
        "events": {
            name: len(getattr(score, name))
            for name in ("controls", "bends", "lyrics", "markers", "texts")
        },
        "patterns": len(score.patterns),
        "repairs": list(score.repairs),
    }


def _key(score: Score) -> dict[str, Any] | None:
    try:
        found = score.key()
    except SymbolicError:  # nothing with a pitch in it
        return None
    return {"name": str(found), "confidence": round(found.confidence, 3)}


def _tracks(score: Score) -> list[dict[str, Any]]:
    rows = []
    for index, track in enumerate(score.tracks):
        pitches = score.notes["pitch"][score.notes["track"] == index]
        rows.append(
            {
                "name": track.name,
                "program": track.program,
                "drums": track.is_drum,
                "channel": track.channel,
                "notes": len(pitches),
                "lowest": int(pitches.min()) if len(pitches) else None,
                "highest": int(pitches.max()) if len(pitches) else None,
            }
        )
    return rows


def page(facts: dict[str, Any]) -> str:
    """The description for people."""
    key = facts["key"]
    lines = [printable(facts["file"])]
    if facts["title"]:
        lines.append(f"  title    {printable(facts['title'])}")
    lines += [
        f"  length   {counted(facts['bars'], 'bar')}, {clock(facts['seconds'])},"
        f" {counted(facts['notes'], 'note')}",
        f"  tempo    {facts['tempo in words']}",
        f"  meter    {facts['meter in words']}",
        f"  key      {key['name']} (confidence {key['confidence']:.2f})"
        if key
        else "  key      none",
    ]
    events = [f"{count:,} {name}" for name, count in facts["events"].items() if count]
    if events:
        lines.append(f"  also     {', '.join(events)}")
    lines.append(f"  {'#':>3}  {'track':24} {'program':>7} {'notes':>7}  pitches")
    for index, track in enumerate(facts["tracks"]):
        program = "drums" if track["drums"] else track["program"]
        span = f"{track['lowest']}-{track['highest']}" if track["notes"] else "-"
        name = printable(track["name"])[:24] or "(unnamed)"
        lines.append(f"  {index:>3}  {name:24} {program:>7} {track['notes']:>7,}  {span}")
    lines += [f"  mended   {repair}" for repair in facts["repairs"]]
    return "\n".join(lines) + "\n"


def printable(text: str) -> str:
    """Text from a file without characters that would move a terminal's cursor."""
    return "".join(character if character.isprintable() else " " for character in text).strip()
