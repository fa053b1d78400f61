"""Text from files is made fit to be shown."""

from hypothesis import given
from hypothesis import strategies as st

from symbolic.display.captions import caption

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(ANY_TEXT, st.integers(2, 50))
def test_a_caption_is_one_short_printable_line(text, most):
    shown = caption(text, most)
    assert len(shown) <= most
    assert shown.isprintable()
    shown.encode()  # no lone surrogate is left


@given(st.text("abc é红🎵", max_size=20))
def test_plain_words_stay_as_they_are(text):
    assert caption(text, 20) == " ".join(text.split())


def test_what_is_cut_shows_that_it_was():
    assert caption("a" * 10_000, 10) == "a" * 9 + "…"
    assert caption("a" * 10, 10) == "a" * 10
    # Blanks alone fill what is looked at; the rest was cut all the same.
    assert caption(" " * 10_000 + "end", 10) == "…"
