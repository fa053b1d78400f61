"""ABC tune books, cut into their tunes."""

import re
from typing import Any

from symbolic.errors import UnreadableError

TUNE = re.compile(r"^X:", re.MULTILINE)
KEY_FIELD = re.compile(r"^K:", re.MULTILINE)  # ends the head of a tune: ABC demands it
BOOK_FIELD = re.compile(r"[ABCDFGHILMNORSUZmr]:")  # those that ABC lets a book set for its tunes
METER_FIELD = re.compile(r"(?:^|\[)M:\s*([^\]\n%]+)", re.MULTILINE)
SIGNS = {"C": "4/4", "C|": "2/2"}
INLINE = re.compile(r"\[([KLMQ]:[^\]\n]*)\]")
LENGTH_OR_METER = re.compile(r"^(L:|M: *[C\d])", re.MULTILINE)
DEFAULT_LENGTH = "L:1/8"
CHANGE = re.compile(r"^([KLMQ]:.*)$", re.MULTILINE)
BLANK = re.compile(r"\n[ \t]*\n")


def tunes(text: str) -> list[str]:
    """The tunes of a book, each with the fields that the book sets for all.

    A tune ends at a blank line; what follows up to the next is for readers.

    >>> tunes("M:3/4\\n\\nX:1\\nK:C\\nCDE|\\n\\nA story.\\n\\nX:2\\nK:G\\nGAB|\\n")
    ['X:1\\nM:3/4\\nK:C\\nCDE|', 'X:2\\nM:3/4\\nK:G\\nGAB|']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in TUNE.finditer(text)] or [0]
    shared = [line for line in text[: starts[0]].split("\n") if BOOK_FIELD.match(line)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        tune = BLANK.split(text[start:end].strip("\n"), maxsplit=1)[0].strip()
        number, *rest = tune.split("\n")
        own = {line[:2] for line in _head(tune).split("\n")}
        fields = [line for line in shared if line[:2] not in own]
        found.append("\n".join([number, *fields, *rest]))
    return found


def _head(tune: str) -> str:
    """The fields of a tune, up to the key, which ends them."""
    key = KEY_FIELD.search(tune)
    return tune[: key.start()] if key else tune


def parse_tune(tune: str) -> Any:
    """A music21 stream of one tune: a Score, or an Opus of it."""
    from music21 import abcFormat
    from music21.abcFormat import translate

    if not KEY_FIELD.search(tune):
        raise UnreadableError("no ABC tune in it (a tune needs a K: field)")
    handler = abcFormat.ABCFile().readstr(_stressed(tune))
    if handler.definesReferenceNumbers():
        stream = translate.abcToStreamOpus(handler)
    else:
        stream = translate.abcToStreamScore(handler)
    _drop_invented_meters(stream, _meters(tune))
    return stream


def _stressed(tune: str) -> str:
    """Say what music21 needs to hear, so that it hears it.

    It wants a length even where ABC has one by default, and passes over changes of key, meter,
    length and tempo inside a line and over the first of those after a bar line: each is put
    on a line, twice.
    """
    head = _head(tune)
    body = INLINE.sub(r"\n\1\n", tune[len(head) :])
    key, _, music = body.partition("\n")
    if not LENGTH_OR_METER.search(head):
        key = f"{DEFAULT_LENGTH}\n{key}"
    return f"{head}{key}\n" + CHANGE.sub(r"\1\n\1", music)


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
