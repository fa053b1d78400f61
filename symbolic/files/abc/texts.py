"""How ABC spells letters that a plain keyboard lacks."""

import re
import unicodedata
from html import unescape

# The accent that a backslash and a sign put on the letter that follows.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", ";": "\u0328",
}  # fmt: skip
# Letters that are no letter with an accent.
LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "ss": "ß", "/o": "ø",
    "/O": "Ø", "/d": "đ", "/D": "Đ", "/l": "ł", "/L": "Ł", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ",
}  # fmt: skip
SPELLED = re.compile(r"""\\(?:u([0-9A-Fa-f]{4})|(aa|AA|ae|AE|oe|OE|ss|th|TH|dh|DH|/[oOdDlL])|([`'^~=u"rHvc;])([A-Za-z])|([%&\\]))""")  # fmt: skip
# An article that a title carries at its end, to be found in an index.
ARTICLES = {
    "the", "a", "an", "der", "die", "das", "ein", "eine", "de", "het", "een", "el", "la", "los",
    "las", "un", "una", "o", "os", "as", "um", "uma", "le", "les", "une", "il", "lo", "i", "gli",
}  # fmt: skip


def title(text: str) -> str:
    """A title with its article where it is read.

    >>> title("Lodge Road, The")
    'The Lodge Road'
    """
    text = plain(text)
    name, _, article = text.rpartition(",")
    return f"{article.strip()} {name}" if article.strip().lower() in ARTICLES else text


def plain(text: str) -> str:
    r"""A text with its letters as they are.

    >>> plain(r"N\"ackens polska \& S\/on"), plain("Caf&eacute;"), plain(r"\'El\u00e9gie")
    ('Näckens polska & Søn', 'Café', 'Élégie')
    """
    if "\\" in text:
        text = SPELLED.sub(_letter, text)
    return unescape(text) if "&" in text else text


def _letter(match: re.Match) -> str:
    code, letter, accent, base, escaped = match.groups()
    if code:
        found = chr(int(code, 16))
        return found if found.isprintable() else ""
    if accent:
        return unicodedata.normalize("NFC", base + ACCENTS[accent])
    return LETTERS[letter] if letter else escaped
