"""The lines of a tune: fields, directives and music."""

import re
from collections.abc import Iterator

FIELD = re.compile(r"([A-Za-z+]):")
COMMENT = re.compile(r"(?<!\\)%")
MUSIC, DIRECTIVE, KEY = "music", "directive", "K"
GOES_ON = "+"  # the field that continues the one before

# The fields that may stand among the music. Any other letter with a colon may as well be a
# note and a repeat sign.
IN_BODY = frozenset("IKLMmNPQRrsTUVWw")
REPEAT_SIGN = re.compile(r"[A-Za-z]:[|:\]]")


def read_lines(tune: str) -> Iterator[tuple[str, str]]:
    """The lines that say something: their kind and text, comments taken away.

    The kind of a field is its letter.

    >>> list(read_lines("X:1\\nM:3/4 % a waltz\\nK:C\\nCDE|\\nA:|\\n%%MIDI program 40"))
    [('X', '1'), ('M', '3/4'), ('K', 'C'), ('music', 'CDE|'), ('music', 'A:|'),
     ('directive', 'MIDI program 40')]
    """
    waiting: tuple[str, str] | None = None  # a field, until we know that it does not go on
    in_body = False
    for line in tune.split("\n"):
        kind, text = _line(line, in_body)
        if kind == GOES_ON and waiting:
            waiting = (waiting[0], f"{waiting[1].removesuffix(chr(92)).rstrip()} {text}")
            continue
        if waiting:
            yield waiting
        waiting = None
        if len(kind) == 1:
            waiting = (kind, text)
            in_body = in_body or kind == KEY
        elif text:
            yield kind, text
    if waiting:
        yield waiting


def _line(line: str, in_body: bool) -> tuple[str, str]:
    if line.startswith("%%"):
        return DIRECTIVE, line[2:].strip()
    if "%" in line:
        line = COMMENT.split(line, maxsplit=1)[0]
    line = line.strip()
    if FIELD.match(line) and not (
        in_body and line[0] not in IN_BODY and (REPEAT_SIGN.match(line) and line[0] != GOES_ON)
    ):
        return line[0], line[2:].strip()
    return MUSIC, line
