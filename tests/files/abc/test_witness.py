"""Real tunes, compared with music21's reading of them note by note and bar by bar.

The tunes are drawn from all the books of ABC that music21 carries: Ryan's Mammoth Collection,
O'Neill's, Aird's, the miscellany, and the Essen folk songs. Compared are pitches, onsets,
lengths, meters with the bars that they make (pickups and bars cut short), keys and titles,
both with every bar once and with the repeats played.

Before that, what music21 never plays is taken out of a tune for both: the order of parts (P:
in the head) and da capo. Both have tests of their own. Where the two still differ, one of the
`FAULTS` must explain it: these are music21's, judged by the ABC standard 2.1.
"""

import random
import re
import time
from fractions import Fraction
from functools import cache
from pathlib import Path

import music21
import pytest
from music21.exceptions21 import Music21Exception
from through_music21 import through_music21

from symbolic.files.abc import cut, parse
from symbolic.files.abc.lengths import bar_length
from symbolic.files.abc.lines import unpacked
from symbolic.files.abc.reader import Reader
from symbolic.score import Score
from symbolic.score.timeline import DEFAULT_METER

CORPUS = Path(music21.__path__[0]) / "corpus"
FOLK = {"ryansMammoth": 1059, "oneills1850": 2009, "airdsAirs": 1180, "miscFolk": 185}
ESSEN = {"essenFolksong": 8514}
SEED, SAMPLE, QUICK_SAMPLE = 4, 300, 40
ENOUGH = 0.97  # of the tunes must be read alike

ORDER_OF_PARTS = re.compile(r"^P:.*\n", re.MULTILINE)
DA_CAPO = re.compile(r'"[^"\n]*(?:D\.? ?[CS]|Da Capo)[^"\n]*"|!D\.[CS]\.!')


def has_overfull_repeat(tune: str) -> bool:
    """Whether a repeat ends with a bar that is longer than its meter."""
    reader = Reader(tune)
    meter = reader.meter or DEFAULT_METER
    for voice in reader.voices.values():
        for number, bar in enumerate(voice.bars.bars):
            meter = voice.meters.get(number, meter) or DEFAULT_METER
            if bar.signs.plays and voice.bars.length(number) > bar_length(meter):
                return True
    return False


def has_one_bar_line(tune: str) -> bool:
    music = tune[tune.index("\nK:") + 3 :]
    return len(re.findall(r"(?<![|:\]])\|(?![|:\]])", music)) < 2


FAULTS = {  # in a tune where these are found: what music21 does not make of them
    # The standard leaves tied notes to the rules of notation: the accidental holds on.
    "a tie carries an accidental over a bar line": re.compile(
        r"[_^=]([A-G])(?:[^|]*\1)?[,']*[\d/]*-\s*[|\n]", re.IGNORECASE
    ).search,
    # The note is dotted by one sign and halved by the other; music21 hears the latter.
    "a note between two signs of broken rhythm": re.compile(
        r"[<>][^|<>A-Ga-g]*[A-Ga-g][,']*[\d/]*[^|<>A-Ga-g]*[<>]"
    ).search,
    # It hears the one or the other.
    "a tie beside broken rhythm": re.compile(r"-\s*[<>]|[<>]\s*-").search,
    # The note before it is dotted all the same.
    "broken rhythm with no note after it": re.compile(r"[<>]\s*\|").search,
    # It cuts the bar in two, and leaves the repeat sign to the first half.
    "a repeat ends with an overfull bar": has_overfull_repeat,
    # It ends the second ending after a bar, and repeats what is left of it.
    "a second ending of several bars ends like a repeat": re.compile(
        r"[|:\[]2[^:\]]*[^:|\]]\|[^:|\]][^:]*:\|"
    ).search,
    # It knows |1 and [1 only.
    "an ending after a double bar": re.compile(r"\|\|\[?\d").search,
    # It plays one after the other what two voices play together.
    "several voices": re.compile(r"^V:|\[V:", re.MULTILINE).search,
    # Accidentals reach neither into a chord nor out of it.
    "accidentals in chords": re.compile(r"\[[^\]|:\n]*[_^=][A-G]", re.IGNORECASE).search,
    "tied chords": re.compile(r"\][\d/]*-|\[[^\]|:\n]*-").search,
    "chords between plus signs": re.compile(r"\+[A-G][^+\n|]+\+").search,
    # Within a bar it can only be a small one.
    "a rest in capitals": re.compile(r"Z(?!\w*:)").search,
    # It takes a tune with a single bar line for one without any.
    "there is one bar line": has_one_bar_line,
    # 3// is 3/4 of the unit.
    "a length of several slashes": re.compile(r"\d//").search,
    # It leaves them as they are spelled.
    "letters with accents in the title": re.compile(r"^T:.*[\\&]", re.MULTILINE).search,
    # Cut off from its bar line by a change of key, it begins a repeat all the same.
    "a colon by itself": re.compile(r"^: ", re.MULTILINE).search,
    # The tune is damaged; music21 gives up its head, or a chord that a mail program broke.
    "a field without its colon": re.compile(r"^(?:[A-Z] |[A-Z]$|\d/)[^|]*$", re.MULTILINE).search,
    "a bracket before a text": re.compile(r'\["').search,
    "a chord that is broken over two lines": re.compile(
        r"\[[A-Ga-g,'\d/^_=.]+$", re.MULTILINE
    ).search,
}


@cache
def books(folder: str) -> tuple[str, ...]:
    """The tunes of the books in a folder of the corpus."""
    tunes: list[str] = []
    for path in sorted((CORPUS / folder).glob("*.abc")):
        data = path.read_bytes()
        try:
            tunes += cut(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            tunes += cut(data.decode("latin-1"))
    return tuple(tunes)


def drawn(count: int) -> list[str]:
    """Tunes drawn at random, half of them from the folk books and half from Essen."""
    chance = random.Random(SEED)
    folk = [tune for folder in FOLK for tune in books(folder)]
    essen = [tune for folder in ESSEN for tune in books(folder)]
    half = SAMPLE // 2
    mixed = [*chance.sample(folk, half), *chance.sample(essen, half)]
    chance.shuffle(mixed)
    return mixed[:count]


def facts(score: Score) -> dict[str, object]:
    def quarters(ticks: int) -> Fraction:
        return Fraction(ticks, score.resolution)

    return {
        "notes": sorted(
            (quarters(start), quarters(length), pitch)
            for start, length, pitch, _, _ in score.notes.tolist()
        ),
        "meters": [(quarters(time), *meter) for time, *meter in score.meters.tolist()],
        "keys": [(quarters(time), *key) for time, *key in score.keys.tolist()],
        "title": score.title,
    }


def differences(tune: str) -> list[str]:
    """What the two readers read otherwise."""
    found = []
    for repeats in (False, True):
        ours = facts(parse(tune, expand_repeats=repeats))
        try:
            theirs = facts(through_music21(tune, expand_repeats=repeats))
        except Music21Exception:
            return ["music21 gives up"]
        found += [name for name in ours if ours[name] != theirs[name]]
    return found


def playable(tune: str) -> str:
    """The tune without what music21 never plays, as it was before it was mailed."""
    tune = unpacked(tune)
    begin = tune.index("\nK:") + 1
    return ORDER_OF_PARTS.sub("", tune[:begin]) + DA_CAPO.sub("", tune[begin:])


def check(tunes: list[str]) -> None:
    alike, unexplained = 0, []
    for tune in map(playable, tunes):
        if not (found := differences(tune)):
            alike += 1
        elif not any(applies(tune) for applies in FAULTS.values()):
            unexplained.append(f"{found}\n{tune}")
    assert not unexplained, "\n\n".join(unexplained)
    assert alike >= ENOUGH * len(tunes)


def test_real_tunes_are_read_as_music21_reads_them():
    check(drawn(QUICK_SAMPLE))


@pytest.mark.slow
def test_many_real_tunes_are_read_as_music21_reads_them():
    check(drawn(SAMPLE))


def test_the_witness_can_contradict():
    """A witness that agrees with anything would be none."""
    tune = "X:1\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|"
    assert differences(tune) == []
    assert facts(parse(tune.replace("A", "^A"))) != facts(through_music21(tune))


@pytest.mark.parametrize("folder", [*FOLK, *ESSEN])
def test_every_tune_of_every_book_is_found(folder):
    assert len(books(folder)) == (FOLK | ESSEN)[folder]


@pytest.mark.parametrize("folder", FOLK)
def test_every_tune_of_the_folk_books_reads(folder):
    for tune in books(folder):
        score = parse(tune)
        assert len(score.notes) > 10
        assert score.title


@pytest.mark.slow
def test_every_tune_of_essen_reads():
    empty = sum(not len(parse(tune).notes) for tune in books("essenFolksong"))
    assert empty == 0


def test_a_tune_takes_three_milliseconds_at_most():
    """Of processor time, on average, in the best of three rounds; it takes half of that."""
    tunes = books("ryansMammoth")[:100]

    def seconds() -> float:
        begun = time.process_time()
        for tune in tunes:
            parse(tune)
        return time.process_time() - begun

    assert min(seconds() for _ in range(3)) / len(tunes) < 0.003
