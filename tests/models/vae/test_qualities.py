"""Qualities in the network are the attributes of theory, and ties ask for their order alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from models.vae.conftest import KINDS, only, trio

from symbolic import MelodyTokenizer
from symbolic.theory import ATTRIBUTES

TOKENIZER = MelodyTokenizer(bars=2)
WINDOWS = st.lists(
    st.one_of(st.just(0), st.just(0), st.just(1), st.integers(40, 70)), min_size=32, max_size=32
)


def numpy(tensor):
    import keras

    return keras.ops.convert_to_numpy(tensor)


@given(WINDOWS)
def test_they_are_the_attributes_of_theory(window):
    from symbolic.models.vae.qualities import QUALITIES

    assert QUALITIES.keys() == ATTRIBUTES.keys()
    score = TOKENIZER.decode(np.array([window]))
    for name, quality in QUALITIES.items():
        wanted = ATTRIBUTES[name](score)
        found = float(numpy(quality(np.array([window], "int32")))[0])
        if name == "density":
            found *= 4  # a step is a sixteenth, and theory counts quarters
        if np.isfinite(wanted) and len(score.notes):
            assert found == pytest.approx(wanted, abs=1e-5), name


def test_in_order_there_is_no_disorder():
    from symbolic.models.vae.qualities import density, disorder

    windows = only(KINDS["melody"]).encode(trio(0))
    windows = np.concatenate([windows, np.where(np.arange(32) % 8, 0, windows)]).astype("int32")
    order = numpy(density(windows))[:, None].astype("f")
    found = [float(numpy(disorder(sign * order * 1e3, windows, ("density",)))) for sign in (1, -1)]
    assert found[0] == pytest.approx(0, abs=1e-6)
    assert found[1] > 0.2
