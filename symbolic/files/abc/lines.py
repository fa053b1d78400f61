"""The lines of a tune: fields, directives and music."""

import re
from collections.abc import Iterator

FIELD = re.compile(r"[A-Zmrsw+]:")
COMMENT = re.compile(r"(?<!\\)%")
MUSIC, DIRECTIVE, KEY = "music", "directive", "K"
BACKSLASH = "\\"
GOES_ON = "+"  # the field that continues the one before

# Among the music, a letter before a repeat sign is no field, but for those that may stand there.
NO_FIELD = re.compile(r"[A-HJOSXYZ]:[|:\]]")
BLOCK = re.compile(r"begin(\w+)")  # of text or drawings, up to a directive that ends it

# What mail programs put into a text for its journey. None of it can be music.
MAILED = re.compile(r"=(?:20$|\n|3D)", re.MULTILINE)
UNPACKED = {"=3D": "="}


def unpacked(tune: str) -> str:
    r"""The tune as it was before it was mailed.

    >>> unpacked("d>=3Def =\nga|=20\nc2|")
    'd>=ef ga|\nc2|'
    """
    return MAILED.sub(lambda match: UNPACKED.get(match[0], ""), tune)


def read_lines(tune: str) -> Iterator[tuple[str, str]]:
    """The lines that say something: their kind and text, comments taken away.

    The kind of a field is its letter.

    >>> list(read_lines("X:1\\nM:3/4 % a waltz\\nK:C\\nCDE|\\nA:|\\n%%MIDI program 40"))
    [('X', '1'), ('M', '3/4'), ('K', 'C'), ('music', 'CDE|'), ('music', 'A:|'),
     ('directive', 'MIDI program 40')]
    """
    waiting: tuple[str, str] | None = None  # a field, until we know that it does not go on
    in_body = False
    block = ""  # the directive that ends what we are in
    for line in tune.split("\n"):
        kind, text = _line(line, in_body)
        if kind == DIRECTIVE and (begun := BLOCK.match(text)):
            block = f"end{begun[1]}"
        if block:
            block = "" if text == block else block
        elif kind == GOES_ON and waiting:
            waiting = (waiting[0], f"{waiting[1].rstrip(' ' + BACKSLASH)} {text}")
        else:
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
    if FIELD.match(line) and not (in_body and NO_FIELD.match(line)):
        return line[0], line[2:].strip()
    return MUSIC, line
