"""Small models, and the backend that the tests run on: KERAS_BACKEND says which."""

import pytest

from symbolic import BarTokenizer
from symbolic.models import NoteGRU, NoteLSTM


@pytest.fixture(scope="session")
def tokenizer():
    return BarTokenizer(velocities=8)


@pytest.fixture(params=[NoteLSTM, NoteGRU])
def model(request, tokenizer):
    return request.param(tokenizer, "tiny", layers=2, embedding=16, units=24)
