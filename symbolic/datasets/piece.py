"""A piece of a corpus: its name, where it is kept, and what is known of it without reading it."""

import re
from dataclasses import dataclass, field
from typing import Any

from symbolic.datasets.facts import Facts
from symbolic.datasets.identity import Identity

# What tells the parts of one work apart in a name: "mov 2", "(Part 3)", "version-b", "copy 2".
PART = re.compile(
    r"[\s_.\-(\[]*\b(mov(ement)?|mvt|part|pt|version|ver|copy)[\s_.\-]*([0-9]{1,3}|[ivx]{1,5}|[a-d])?"
    r"[\s_\-)\]]*$",
    re.IGNORECASE,
)
MARKED = re.compile(r"_+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One score of a corpus, not the score itself.

    Attributes
    ----------
    name
        Its path below the corpus; #0, #1, ... count the scores of one file.
    facts, identity
        What it holds, and what it is known by.
    work
        Pieces of one work are never parted by a split; "" if nothing is known.
    place
        Where the corpus finds the score.
    """

    name: str
    facts: Facts
    identity: Identity
    work: str = ""
    place: Any = field(default=None, repr=False, compare=False)


def work_of(name: str) -> str:
    """The work that a file's name says it is a part of; "" if it says none.

    >>> work_of("quartets/op18_no1_mov2.mid"), work_of("jigs12.mid")
    ('quartets/op18_no1', '')
    """
    path, _, _ = name.partition("#")
    folder, slash, file = path.rpartition("/")
    stem = file.rsplit(".", 1)[0]
    match = PART.search(MARKED.sub(lambda m: m.group().replace("_", " "), stem))
    if match is None or match.start() == 0:
        return ""
    return f"{folder}{slash}{stem[: match.start()]}"
