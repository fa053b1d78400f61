"""The corpora that have a name: what they are, where they lie, and under which licence."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class BuiltIn:
    """A corpus inside the installed music21, read there and never copied into this package.

    Attributes
    ----------
    name, title, origin, licence
        What to call it, in short and in full; who made it; what may be done with it.
    folders
        Below music21's corpus.
    suffix
        Of the files that belong to it.
    pieces
        How many there are.
    checksum
        The fingerprint of the corpus as read with the version of music21 that it was made with.
    work
        How many parts of a file's name, cut at its dots, name the work; 0 for none.
    notice
        What a user must be told; said once, when the corpus is loaded.
    """

    name: str
    title: str
    origin: str
    licence: str
    folders: tuple[str, ...]
    suffix: str
    pieces: int
    checksum: str
    work: int = 0
    notice: str = ""


@dataclass(frozen=True)
class Download:
    """A well-known set that a user downloads himself.

    Attributes
    ----------
    name, title, origin, licence
        What to call it, in short and in full; who made it; what may be done with it.
    where
        Where its makers give it out.
    layout
        What lies in it.
    prepare
        The command that makes training windows of it.
    """

    name: str
    title: str
    origin: str
    licence: str
    where: str
    layout: str
    prepare: str
    notice: str = field(default="")


_BUILTIN = (
    BuiltIn(
        "folk",
        "Folk tunes of Ireland, Scotland and America",
        "William Bradbury Ryan's Mammoth Collection (1883), O'Neill's Music of Ireland (1903), "
        "Aird's Airs (1782-1801), Northumbrian Minstrelsy (1882) and American fife tunes, "
        "transcribed in ABC and given to music21",
        "public domain tunes; transcriptions redistributed by music21 with permission",
        ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk"),
        ".abc",
        4433,
        "",
    ),
    BuiltIn(
        "chorales",
        "Four-part chorales by J. S. Bach",
        "Margaret Greentree's edition, given to music21",
        "public domain music; edition redistributed by music21 with permission",
        ("bach",),
        ".mxl",
        408,
        "",
        work=1,
    ),
    BuiltIn(
        "essen",
        "Essen folksong collection",
        "Helmut Schaffrath's collection, in ABC, given to music21",
        "for non-commercial use only",
        ("essenFolksong",),
        ".abc",
        8514,
        "",
        notice="the Essen collection may be used for non-commercial purposes only",
    ),
)
BUILTIN = {known.name: known for known in _BUILTIN}
DOWNLOADS: dict[str, Download] = {}
