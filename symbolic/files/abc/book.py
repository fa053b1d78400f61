"""Tune books, cut into their tunes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from symbolic.errors import UnreadableError
from symbolic.files.abc.lines import KEY, read_lines
from symbolic.files.abc.score import parse
from symbolic.score.score import Score

TUNE = re.compile(r"^X:", re.MULTILINE)
KEY_FIELD = re.compile(r"^K:", re.MULTILINE)
BLANK = re.compile(r"\n[ \t]*\n")
# What a book may set for all of its tunes: those fields that ABC allows, and directives.
BOOK_FIELD = re.compile(r"[ABCDFGHILMNORSUZmr]:|%%")

MOST_SHARED = 100  # lines that a book sets for its tunes; more would multiply them without end


class Tune(NamedTuple):
    """One tune of a book.

    Attributes
    ----------
    number
        Its X: field; None where that is no number.
    fields
        The fields of its head, by their letters.
    score
        Its music.
    """

    number: int | None
    fields: dict[str, list[str]]
    score: Score


def tunes(text: str) -> Iterator[Tune]:
    """The tunes of a book one by one, each read when it is asked for; unreadable ones left out.

    >>> [(tune.number, tune.score.title) for tune in tunes("X:7\\nT:Scale\\nK:C\\nCDEF|\\n")]
    [(7, 'Scale')]
    """
    for tune in cut(text):
        try:
            score = parse(tune)
        except UnreadableError:
            continue
        head = fields(tune)
        number = next(iter(head.get("X", [])), "")
        yield Tune(int(number) if number.isdecimal() else None, head, score)


def cut(text: str) -> list[str]:
    """The texts of the tunes of a book, each with the fields that the book sets for all.

    A tune ends at a blank line; what follows up to the next is for readers.

    >>> cut("M:3/4\\n\\nX:1\\nK:C\\nCDE|\\n\\nA story.\\n\\nX:2\\nK:G\\nGAB|\\n")
    ['X:1\\nM:3/4\\nK:C\\nCDE|', 'X:2\\nM:3/4\\nK:G\\nGAB|']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in TUNE.finditer(text)] or [0]
    shared = [line for line in text[: starts[0]].split("\n") if BOOK_FIELD.match(line)]
    del shared[MOST_SHARED:]
    ends = [*starts[1:], len(text)]
    return [_tune(text[a:b], shared) for a, b in zip(starts, ends, strict=True)]


def fields(tune: str) -> dict[str, list[str]]:
    """The fields of a tune's head, by their letters, each as often as it stands there.

    >>> fields("X:1\\nT:A jig\\nR:jig\\nK:G\\nGAB|")["R"]
    ['jig']
    """
    found: dict[str, list[str]] = {}
    for kind, value in read_lines(tune):
        if len(kind) == 1:
            found.setdefault(kind, []).append(value)
        if kind == KEY:
            break
    return found


def _tune(text: str, shared: list[str]) -> str:
    """One tune, up to the blank line that ends it.

    A blank line within the head does not: there is no tune yet that it could end.
    """
    text = text.strip("\n")
    key = KEY_FIELD.search(text)
    blank = BLANK.search(text, key.start() if key else 0)
    tune = text[: blank.start()].rstrip() if blank else text.rstrip()
    if not shared:
        return tune
    head = tune[: key.start()] if key else tune
    own = {line[:2] for line in head.split("\n")}
    number, *rest = tune.split("\n")
    inherited = [line for line in shared if line.startswith("%%") or line[:2] not in own]
    return "\n".join([number, *inherited, *rest])
