"""The witness: a tune as music21 reads it, told in signs that music21 understands.

music21's reader of ABC has faults that would hide what it can bear witness to, so a tune is
spelled for it anew before it reads. By the ABC standard 2.1 none of this changes the tune:

- it loses broken rhythm unless its sign stands right between two notes: slurs, decorations,
  texts, grace notes and the ties beside it are taken away;
- it lets an accidental hold for its note alone in files that do not say they are of ABC 2:
  it is told that they are;
- it asks for a unit note length where ABC has one by default, passes over changes of key,
  meter and length inside a line, and over the first of those after a bar line: each is put
  on a line of its own, twice;
- it lets a repeat that has no sign begin with the tune, or where the last repeat ended, and
  never at a double bar: there the sign is added;
- it knows bar lines in four shapes only, no invisible rests, and drops a note after :: at the
  end of a line, and a repeat sign after an empty bar: all shapes are spelled in those, one
  where two stand side by side, and rests as rests;
- it gives bars that a repeat cuts short meters of their own: they are taken away.
"""

import contextlib
import io
import re
import warnings

from symbolic.files.abc.lines import COMMENT
from symbolic.files.music21 import from_music21
from symbolic.score import Score

KEY_FIELD = re.compile(r"^K:", re.MULTILINE)
METER_FIELD = re.compile(r"(?:^|\[)M:\s*([^\]\n%]+)", re.MULTILINE)
LENGTH_OR_METER = re.compile(r"^(L:|M: *[C\d])", re.MULTILINE)
FIELD = re.compile(r"[A-Za-z]:[^|:]|[A-Za-z]:$")
INLINE = re.compile(r"\[([KLMQ]:[^\]\n]*)\]")
CHANGE = re.compile(r"^([KLMQ]:.*)$", re.MULTILINE)
SIGNS = {"C": "4/4", "C|": "2/2"}
BETWEEN_NOTES = re.compile(
    r'"[^"]*"|\{[^}]*\}|![^!\s]*!|\((?!\d)|\)|\.(?!\|)|[H-Wh-w~`\\]|y\d*|-(?=\s*[<>])|(?<=[<>])-'
)
INVISIBLE = re.compile(r"\[\|\](?=\s*[|:\[])")  # a bar line beside another
EMPTY = re.compile(r"(?<![|:])\|\s*(?=:[|:])")  # a bar line with nothing up to a repeat sign
CARRIER = re.compile(r"(?<=[H!])x(?=\s*[|:\[])")  # of a decoration to a bar line
BAR_LINE = re.compile(r"(?:\[(?=\|)|[|:])(?:[|:\]]|\[(?=\|))*")
ABC_2 = (2, 1, 0)


def through_music21(tune: str, *, expand_repeats: bool = True) -> Score:
    """The score of a tune as music21 reads it."""
    from music21 import abcFormat
    from music21.abcFormat import translate

    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        handler = abcFormat.ABCFile(abcVersion=ABC_2).readstr(spelled_anew(tune))
        if handler.definesReferenceNumbers():
            stream = translate.abcToStreamOpus(handler)
        else:
            stream = translate.abcToStreamScore(handler)
        _drop_invented_meters(stream, _meters(tune))
        return from_music21(stream, expand_repeats=expand_repeats)


def spelled_anew(tune: str) -> str:
    """The tune in signs that music21 understands."""
    begin = KEY_FIELD.search(tune).start()
    head, (key, _, music) = tune[:begin], tune[begin:].partition("\n")
    if not LENGTH_OR_METER.search(head):
        key = f"L:1/8\n{key}"
    lines = [line if FIELD.match(line) else _plain(line) for line in music.split("\n")]
    music = INLINE.sub(r"\n\1\n", _with_beginnings(EMPTY.sub("", "\n".join(lines))))
    return f"{head}{key}\n" + CHANGE.sub(r"\1\n\1", music)


def _plain(line: str) -> str:
    line = COMMENT.split(line, maxsplit=1)[0]
    fields = INLINE.findall(line)
    line = INLINE.sub("\0", CARRIER.sub("", line))
    line = BETWEEN_NOTES.sub("", INVISIBLE.sub("", line).replace("[|]", "|")).replace("x", "z")
    for field in fields:
        line = line.replace("\0", f"[{field}]", 1)
    return line


def _with_beginnings(music: str) -> str:
    """Spell bar lines in four shapes, and write the sign where a double bar begins a repeat."""
    is_open = False

    def sign(match: re.Match) -> str:
        nonlocal is_open
        line = match[0]
        begins = line.endswith(":") and line != ":"
        ends = ":" in line and (line.startswith(":") or not begins) and line != ":"
        if begins or ends:
            is_open = begins
            return (
                (":|" if ends else "") + (" " if ends and begins else "") + ("|:" if begins else "")
            )
        is_double = "||" in line or "|]" in line or "[|" in line
        return "|:" if is_double and not is_open else line

    return "\n".join(
        line if FIELD.match(line) else BAR_LINE.sub(sign, line) for line in music.split("\n")
    )


def _meters(tune: str) -> set[str]:
    """The meters that a tune declares."""
    return {SIGNS.get(text.strip(), text.strip()) for text in METER_FIELD.findall(tune)}


def _drop_invented_meters(stream, declared: set[str]) -> None:
    from music21 import meter
    from music21 import stream as streams

    if not declared:
        return
    for measure in stream.recurse().getElementsByClass(streams.Measure):
        for sign in list(measure.getElementsByClass(meter.TimeSignature)):
            if sign.ratioString not in declared:
                measure.remove(sign)
