"""The order in which bars are played."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.files.playing.order import LONGEST, Signs, playing_order

# A bar in shorthand: "|:" begins, ":|" ends (":3|" is played three times), "1" "2" endings,
# "S" segno, "O" coda, "F" fine, "DC" "DS" jumps, then "f" or "c" for al fine, al coda.
TUNES = {
    "plain": ("a b c", "abc"),
    "repeat from the beginning": ("a b:| c", "ababc"),
    "repeat of a section": ("a |:b c:| d", "abcbcd"),
    "two sections without begin signs": ("a:| b:|", "aabb"),
    "three times": ("|:a:3| b", "aaab"),
    "endings": ("|:a b1:| c2 d", "abacd"),
    "long endings": ("|:a b1 c1:| d2 e2 f", "abcadef"),
    "three endings": ("|:a b12:| c3 d", "ababacd"),
    "a first ending alone": ("|:a b1:| c", "abac"),
    "second ending with a repeat sign": ("|:a b1:| c2:| d", "abacd"),
    "endings twice": ("|:a b1:| c2 |:d e1:| f2", "abacdedf"),
    "da capo": ("a b DC", "abab"),
    "da capo al fine": ("a bF c DCf", "abcab"),
    "da capo without its repeats": ("|:a:| bF |:c:| DCf", "aabccab"),
    "da capo takes the last ending": ("|:a b1:| c2F d DCf", "abacdac"),
    "dal segno": ("a Sb c DS", "abcbc"),
    "dal segno al coda": ("a Sb cO d DSc Oe f", "abcdbcef"),
    "fine without a jump": ("aF b", "ab"),
    "segno that is not there": ("a b DS", "abab"),
    "coda that is not there": ("a bO c DCc", "abcabc"),
}


def read(tune: str) -> tuple[list[Signs], str]:
    bars, names = [], []
    for word in tune.split():
        if word.startswith("D"):
            bars[-1].jump = {"C": "capo", "S": "segno"}[word[1]]
            bars[-1].until = {"f": "fine", "c": "coda"}.get(word[2:], "")
            continue
        signs = Signs(begins=word.startswith("|:"))
        word = word.removeprefix("|:")
        if word.endswith("|"):
            word, _, times = word[:-1].rpartition(":")
            signs.plays = int(times or 2)
        signs.segno, signs.fine, signs.coda = "S" in word, "F" in word, "O" in word
        signs.endings = frozenset(int(letter) for letter in word if letter.isdigit())
        names += [letter for letter in word if letter.islower()]
        bars.append(signs)
    return bars, "".join(names)


@pytest.mark.parametrize("case", TUNES)
def test_order(case):
    tune, expected = TUNES[case]
    bars, names = read(tune)
    assert "".join(names[bar] for bar in playing_order(bars)) == expected


ENDINGS = st.frozensets(st.integers(1, 4), max_size=2)
ANY_SIGNS = st.builds(
    Signs, st.booleans(), st.integers(0, 4), ENDINGS, st.booleans(), st.booleans(),
    st.booleans(), st.sampled_from(["", "capo", "segno"]), st.sampled_from(["", "fine", "coda"]),
)  # fmt: skip


@given(st.lists(ANY_SIGNS, max_size=12))
def test_any_signs_come_to_an_end(bars):
    order = playing_order(bars)
    assert len(order) < 500
    assert set(order) <= set(range(len(bars)))


def test_a_million_repeats_are_cut_off():
    assert len(playing_order([Signs(plays=10**9)])) == LONGEST + 1
