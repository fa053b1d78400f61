"""The signs of a line of music, one by one."""

import re
from collections.abc import Iterator

from symbolic.files.abc.notes import LENGTH, NOTE

NUMBERS = r"\d{1,2}(?:[,-]\d{1,2}){0,20}"  # of endings: 1 or 1,3 or 1-3

# Every sign, the frequent ones first. None can match in more ways than one, and none reaches
# over another of its beginnings: hostile text takes no longer than music.
SIGNS = {
    "note": NOTE,
    # decorations without a meaning for the notes, slurs, spaces and other signs to pass over
    "passed": r"(?:[\s`)~$*#;?@\\H-NP-RT-Wh-w]|\.(?!\|)|\((?!\d)|y[\d.]{0,4}/{0,4})++",
    "bar": r"\.?(?:\[(?=\|)|[|:])(?:[|:\]]|\[(?=\|))*",
    "ending": rf"(?<=[|:]){NUMBERS}|\[{NUMBERS}",
    # an invisible rest that only carries a decoration over to the bar line takes no time
    "hanger": r"(?<=[H!])x(?=\s*[|:\[])",
    "rest": rf"[zx]{LENGTH}",
    "broken": r">+|<+",
    "tie": "-",
    "tuplet": r"\(\d{1,2}(?::\d{0,2}){0,2}",
    "quote": r'"[^"]*"',
    "field": r"\[[A-Za-z]:[^\[\]]*\]",
    # in brackets, or between plus signs as ABC once had it
    "chord": rf'\[(?:[^\[\]"|:]|"[^"]*")*+\]{LENGTH}|\+(?!f+\+)(?:{NOTE}){{2,9}}+\+{LENGTH}',
    "grace": r"\{[^{}]*\}",
    "decoration": r"![^!\s|\[\]]{1,40}!|\+[^+\s|\[\]]{1,40}\+|[SO]",
    "bars": r"[ZX]\d{0,4}",
    "overlay": "&",
    "stray": r"\d+|.",
}
TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SIGNS.items()))
IGNORED = {"passed", "hanger"}


def tokens(line: str) -> Iterator[tuple[str, str]]:
    """The signs of a line that say something: their kind and text.

    >>> list(tokens("(^c2|1 d)"))
    [('note', '^c2'), ('bar', '|'), ('ending', '1'), ('note', 'd')]
    """
    for match in TOKEN.finditer(line):
        kind = match.lastgroup
        if kind not in IGNORED:
            yield kind, match.group()  # type: ignore[misc]
