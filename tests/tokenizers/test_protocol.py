"""What every tokenizer must do, asked of each."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scores

import symbolic as sy
from symbolic.tokenizers.grammar import Grammar

MAKERS = {
    "bar": sy.BarTokenizer,
    "performance": sy.PerformanceTokenizer,
    "note-chord": sy.NoteChordTokenizer,
    "melody": sy.MelodyTokenizer,
    "drums": sy.DrumTokenizer,
    "trio": sy.TrioTokenizer,
}
LINES = ["bar", "performance", "note-chord"]  # whose tokens are one line


@pytest.fixture(params=MAKERS, scope="module")
def tok(request):
    return MAKERS[request.param]()


def test_it_is_kept_as_json_and_comes_back(tok, tmp_path):
    path = tok.save(tmp_path / "tokenizer.json")
    assert json.loads(path.read_text())["tokenizer"] == type(tok).__name__
    again = sy.load_tokenizer(path)
    assert again == tok
    assert list(again.vocabulary) == list(tok.vocabulary)
    assert type(tok).from_config(tok.config) == tok


def test_names_are_unique_and_lead_back(tok):
    names = list(tok.vocabulary)
    assert len(set(names)) == len(names) == len(tok.vocabulary)
    assert tok.vocabulary.id(names[-1]) == len(names) - 1


def test_it_has_a_grammar(tok):
    assert isinstance(tok.grammar, Grammar)
    mask = tok.grammar.mask(tok.grammar.start(3))
    assert mask.shape[0] == 3
    assert mask.any(axis=-1).all()


def test_the_empty_score_has_no_tokens(tok):
    assert len(tok.encode(sy.Score())) == 0


@given(data=st.data())
@settings(max_examples=40)
def test_any_integers_decode(tok, data):
    ids = data.draw(st.lists(st.integers(-3, len(tok.vocabulary) + 3), max_size=50))
    if type(tok).__name__ == "TrioTokenizer":
        return  # three parallel lines: see tests/tokenizers/windows
    score = tok.decode(np.array(ids, np.int64))
    assert sy.Score.from_dict(score.to_dict()) == score


@pytest.mark.parametrize("name", LINES)
@given(score=scores())
@settings(max_examples=40)
def test_encoding_what_was_decoded_gives_the_same(name, score):
    tok = MAKERS[name]()
    ids = tok.encode(score)
    assert ids.ndim == 1
    assert np.issubdtype(ids.dtype, np.integer)
    assert tok.encode(tok.decode(ids)).tolist() == ids.tolist()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "saved tokenizer"),
        ("not json", "saved tokenizer"),
        ('{"tokenizer": "os.system", "config": {}}', "is no tokenizer"),
        ('{"tokenizer": "BarTokenizer", "config": {"frob": 1}}', "does not fit"),
        ('{"tokenizer": "Tokenizer", "config": {}}', "is no tokenizer"),
    ],
)
def test_what_is_no_saved_tokenizer_is_one_sentence(text, words, tmp_path):
    (tmp_path / "tok.json").write_text(text)
    with pytest.raises(sy.SymbolicError, match=words):
        sy.load_tokenizer(tmp_path / "tok.json")
    with pytest.raises(sy.SymbolicError, match="No such"):
        sy.load_tokenizer(tmp_path / "none.json")


def test_many_scores_are_encoded_one_at_a_time():
    tok = sy.BarTokenizer()
    taken = []

    def stream():
        for number in range(3):
            taken.append(number)
            yield sy.Score(480, notes=[(0, 480, 60 + number, 80, 0)])

    encoded = tok.encode_all(stream())
    assert taken == []
    next(encoded)
    assert taken == [0]
    assert [score.notes["pitch"][0] for score in tok.decode_all(encoded)] == [61, 62]


def test_files_are_read_when_their_turn_comes(tmp_path):
    tok, tune = sy.PerformanceTokenizer(), sy.Score(480, notes=[(0, 480, 60, 80, 0)])
    path = tune.write(tmp_path / "tune.mid")
    encoded = tok.encode_all([path, tune, str(path), tmp_path / "none.mid"])
    assert [next(encoded).tolist() for _ in range(3)] == [tok.encode(tune).tolist()] * 3
    with pytest.raises(sy.SymbolicError, match=r"none\.mid"):
        next(encoded)
    for one in (tune, str(path), path):
        with pytest.raises(sy.SymbolicError, match="many scores or paths"):
            tok.encode_all(one)
