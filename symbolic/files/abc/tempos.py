"""The Q: field."""

import re

from symbolic.files.abc.lengths import QUARTER, WHOLE

QUOTED = re.compile(r'"([^"]*)"')
NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"
BEATS = re.compile(rf"((?:\d{{1,4}}/\d{{1,4}}\s*){{1,9}})=\s*{NUMBER}")  # 1/4=120, 1/4 3/8=40
OF_UNITS = re.compile(rf"(?:[CL](\d{{0,2}})\s*=\s*)?{NUMBER}")  # C3=40, 120
BEAT = re.compile(r"(\d{1,4})/(\d{1,4})")

# Quarters a minute where a word is all that is said.
WORDS = {
    "grave": 40, "largo": 46, "larghetto": 60, "lento": 52, "slow": 56, "adagio": 56,
    "andante": 72, "andantino": 80, "moderato": 92, "moderate": 92, "allegretto": 108,
    "allegro": 132, "lively": 132, "fast": 144, "vivace": 160, "presto": 184, "prestissimo": 208,
}  # fmt: skip


def read_tempo(text: str, unit: int) -> tuple[float | None, str]:
    """Quarters a minute, if the field says so, and the words of the field.

    A bare number counts unit note lengths, as ABC once did.

    >>> from symbolic.files.abc.lengths import QUARTER
    >>> read_tempo('"Slow" 3/8=50', QUARTER // 2), read_tempo("120", QUARTER // 2)
    ((75.0, 'Slow'), (60.0, ''))
    """
    words = " ".join(" ".join(QUOTED.findall(text)).split())
    rest = QUOTED.sub(" ", text).strip()
    return _quarters(rest, unit) or WORDS.get(words.lower()), words


def _quarters(text: str, unit: int) -> float | None:
    """None if the text says no tempo that makes sense."""
    if match := BEATS.search(text):
        beats = [(int(a), int(b)) for a, b in BEAT.findall(match[1])]
        if any(under == 0 for _, under in beats):
            return None
        length = sum(WHOLE * over / under for over, under in beats)
        number = match[2]
    elif match := OF_UNITS.fullmatch(text):
        length, number = unit * int(match[1] or 1), match[2]
    else:
        return None
    return float(number) * length / QUARTER or None
