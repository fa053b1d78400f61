"""Marks that send a player elsewhere, and the other texts between quotation marks."""

import re

from symbolic.files.playing.order import Signs

LETTERS = re.compile(r"[^a-z]+")

# How the jumps are spelled, spaces and points aside: where the player goes, and how he goes on.
JUMPS = {
    "dc": ("capo", ""), "dacapo": ("capo", ""),
    "dcalfine": ("capo", "fine"), "dacapoalfine": ("capo", "fine"),
    "dcalcoda": ("capo", "coda"), "dacapoalcoda": ("capo", "coda"),
    "ds": ("segno", ""), "dalsegno": ("segno", ""),
    "dsalfine": ("segno", "fine"), "dalsegnoalfine": ("segno", "fine"),
    "dsalcoda": ("segno", "coda"), "dalsegnoalcoda": ("segno", "coda"),
}  # fmt: skip
PLACES = {
    "fine": "fine", "end": "fine", "segno": "segno", "s": "segno",
    "coda": "coda", "tocoda": "coda", "dacoda": "coda", "o": "coda",
}  # fmt: skip

PLACED = "^_<>@"  # begins a text that is no chord symbol
CHORD = re.compile(
    r"\(?(?:N\.? ?C\.?|[A-G][#b♯♭]?(?:m(?:in|aj)?|M(?:aj)?|dim|aug|sus|add|omit|no|alt|[°øΔ+#b♯♭-]|/?\d"
    r"|\([^()\s]*\)|,)*+(?:/[A-Ga-g][#b♯♭]?)?)\)?"
)
CHORD_TEXT, TEXT = "chord", "text"


def set_mark(text: str, signs: Signs) -> bool:
    """Set the sign that a text or a decoration stands for; whether it stands for one."""
    word = LETTERS.sub("", text.lower())
    if word in JUMPS:
        signs.jump, signs.until = JUMPS[word]
    elif word in PLACES:
        setattr(signs, PLACES[word], True)
    else:
        return False
    return True


def read_quoted(quoted: str) -> tuple[str, str]:
    """The kind of a quoted text, and the text.

    A text without a place is a chord symbol, if it looks like one; fingerings are nothing.

    >>> read_quoted('"Bbm7/F"'), read_quoted('"^slower"'), read_quoted('"4"')
    (('chord', 'Bbm7/F'), ('text', 'slower'), ('text', ''))
    """
    text = quoted[1:-1].strip()
    if text[:1] in PLACED:
        text = text[1:].strip()
    elif CHORD.fullmatch(text):
        return CHORD_TEXT, text
    return TEXT, "" if text.replace(",", "").replace(" ", "").isdigit() else text


def keep_playable(bars: list[Signs]) -> None:
    """Take jumps away that have nowhere to end.

    Tune books set a bare D.C. where the dance goes on for as long as it likes: without a Fine
    or a coda to go to, it would double the tune for nothing.
    """
    has_fine = any(signs.fine for signs in bars)
    codas = sum(signs.coda for signs in bars)
    for signs in bars:
        if signs.jump and signs.until != "coda" and has_fine:
            signs.until = "fine"
        elif not (signs.until == "coda" and codas > 1):
            signs.jump = signs.until = ""
