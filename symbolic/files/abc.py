"""ABC tune books, cut into their tunes."""

import re
from typing import Any

from symbolic.errors import UnreadableError

TUNE = re.compile(r"^X:", re.MULTILINE)
KEY_FIELD = re.compile(r"^K:", re.MULTILINE)  # ends the head of a tune: ABC demands it
FIELD = re.compile(r"^[A-Za-z]:")
METER_FIELD = re.compile(r"(?:^|\[)M:\s*([^\]\n%]+)", re.MULTILINE)
SIGNS = {"C": "4/4", "C|": "2/2"}
BLANK = re.compile(r"\n[ \t]*\n")


def tunes(text: str) -> list[str]:
    """The tunes of a book, each with the fields that the book sets for all.

    A tune ends at a blank line; what follows up to the next is for readers.

    >>> tunes("M:3/4\\n\\nX:1\\nK:C\\nCDE|\\n\\nA story.\\n\\nX:2\\nK:G\\nGAB|\\n")
    ['X:1\\nM:3/4\\nK:C\\nCDE|', 'X:2\\nM:3/4\\nK:G\\nGAB|']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in TUNE.finditer(text)]
    if not starts:
        starts = [0]
    shared = [line for line in text[: starts[0]].split("\n") if FIELD.match(line)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        tune = BLANK.split(text[start:end].strip("\n"), maxsplit=1)[0].strip()
        head, *rest = tune.split("\n")
        found.append("\n".join([head, *shared, *rest]))
    return found


def parse_tune(tune: str) -> Any:
    """A music21 stream of one tune: a Score, or an Opus of it."""
    from music21 import abcFormat
    from music21.abcFormat import translate

    if not KEY_FIELD.search(tune):
        raise UnreadableError("no ABC tune in it (a tune needs a K: field)")
    handler = abcFormat.ABCFile().readstr(tune)
    if handler.definesReferenceNumbers():
        stream = translate.abcToStreamOpus(handler)
    else:
        stream = translate.abcToStreamScore(handler)
    _drop_invented_meters(stream, _meters(tune))
    return stream


def _meters(tune: str) -> set[str]:
    """The meters that a tune declares."""
    return {SIGNS.get(text.strip(), text.strip()) for text in METER_FIELD.findall(tune)}


def _drop_invented_meters(stream: Any, declared: set[str]) -> None:
    """music21 gives a bar that a repeat sign cuts short a meter of its own: take it away."""
    from music21 import meter
    from music21 import stream as streams

    if not declared:
        return
    for measure in stream.recurse().getElementsByClass(streams.Measure):
        for sign in list(measure.getElementsByClass(meter.TimeSignature)):
            if sign.ratioString not in declared:
                measure.remove(sign)
