"""The n-gram baselines: what they say is what a plain, slow implementation of the formula says."""

import time
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic import BarTokenizer, DrumTokenizer, GrooveTokenizer, MelodyTokenizer, SymbolicError
from symbolic.datasets.windows import Windows
from symbolic.evaluation import NGram, baselines, framed, likelihood, lines_of
from symbolic.score import Score

SIZE = 6
tokens = st.integers(0, SIZE - 1)
lines = st.lists(st.lists(tokens, max_size=12), max_size=6)
orders = st.integers(1, 5)


class Plain:
    """Witten and Bell's formula, word for word."""

    def __init__(self, order: int, size: int, lines: list):
        self.order, self.size = order, size
        self.follow = defaultdict(Counter)
        for line in lines:
            for at in range(1, len(line)):
                for reach in range(min(order - 1, at) + 1):
                    self.follow[tuple(line[at - reach : at])][line[at]] += 1

    def chance(self, context: tuple, token: int) -> float:
        context = context[max(len(context) - self.order + 1, 0) :]
        shorter = self.chance(context[1:], token) if context else 1 / self.size
        counts = self.follow[context]
        total = sum(counts.values())
        if not total:
            return shorter
        return (counts[token] + len(counts) * shorter) / (total + len(counts))

    def nats(self, line: list) -> list:
        return [-np.log(self.chance(tuple(line[:at]), line[at])) for at in range(1, len(line))]


@given(orders, lines, st.lists(tokens, max_size=15))
def test_a_line_costs_what_the_formula_says(order, lines, line):
    model, plain = NGram(order, SIZE).fit(lines), Plain(order, SIZE, lines)
    assert model.nll(line) == pytest.approx(np.array(plain.nats(line)), abs=1e-12)


@given(orders, lines, st.lists(tokens, max_size=7))
def test_probabilities_are_the_formulas_and_sum_to_one(order, lines, context):
    found = NGram(order, SIZE).fit(lines).probabilities(context)
    plain = Plain(order, SIZE, lines)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    wanted = [plain.chance(tuple(context), token) for token in range(SIZE)]
    assert found == pytest.approx(np.array(wanted), abs=1e-12)


@given(orders, lines, lines)
def test_figures_are_those_of_the_whole_distributions(order, lines, heard):
    """Ranks and confidence are found in fewer columns than there are tokens."""
    model, plain = NGram(order, SIZE).fit(lines), Plain(order, SIZE, lines)
    places = [(tuple(line[:at]), line[at]) for line in heard for at in range(1, len(line))]
    outputs = [[plain.chance(context, w) for w in range(SIZE)] for context, _ in places]
    outputs = np.round(np.array(outputs).reshape(-1, SIZE), 14)  # ties are ties
    found = model.evaluate(heard, notes=7)
    wanted = likelihood.evaluate([(np.log(outputs), [token for _, token in places], None)], 7)
    if not places:
        assert found["tokens"] == wanted["tokens"] == 0
        return
    for name in ("nats_per_token", "bits_per_note", "perplexity", "accuracy", "top_5", "tokens"):
        assert found[name] == pytest.approx(wanted[name], abs=1e-9), name
    error = "expected_calibration_error"
    on_an_edge = np.isclose(outputs.max(axis=1) * 15 % 1, [[0], [1]], atol=1e-9).any()
    assert on_an_edge or found[error] == pytest.approx(wanted[error], abs=1e-9)


def test_the_first_token_is_given_and_nothing_reaches_over_the_end_of_a_line():
    apart = NGram(3, SIZE).fit([[0, 1, 2], [3, 4, 5]])
    assert len(apart.nll([0])) == 0
    assert len(apart.nll([])) == 0
    assert apart.probabilities([2]) == pytest.approx(apart.probabilities([]))  # 2 ends its line
    assert apart.probabilities([])[0] < apart.probabilities([])[1]  # 0 only begins
    together = NGram(3, SIZE).fit([[0, 1, 2, 3, 4, 5]])
    assert together.probabilities([2])[3] > apart.probabilities([2])[3]


def test_longer_contexts_tell_more_of_what_they_were_fitted_to():
    random = np.random.default_rng(0)
    line = np.tile(random.integers(0, 20, 50), 8)
    cost = {name: model.nll(line).mean() for name, model in baselines([line], 20).items()}
    assert cost["5-gram"] < cost["bigram"] < cost["unigram"] < np.log(20)


def score_of(pitches) -> Score:
    return Score(480, notes=[(480 * n, 480, p, 80, 0) for n, p in enumerate(pitches)])


PIECES = [score_of(np.random.default_rng(n).integers(55, 75, 20 + n)) for n in range(6)]


@pytest.mark.parametrize("layout", ["padded", "packed"])
def test_batches_are_scored_place_by_place_where_they_weigh(layout):
    tokenizer = BarTokenizer()
    windows = Windows(PIECES, tokenizer, length=48, batch_size=3, layout=layout)
    model = NGram(5, len(tokenizer)).fit(framed(PIECES, tokenizer))
    batches = [windows[number] for number in range(len(windows))]
    for inputs, targets, weights in batches:
        cost = model.nll_of_batch(inputs, targets, weights)
        assert cost.shape == targets.shape
        assert (cost[weights == 0] == 0).all()
        assert (cost[weights > 0] > 0).all()
        taken = list(lines_of([(inputs, targets, weights)]))
        assert cost[weights > 0] == pytest.approx(np.concatenate([model.nll(t) for t in taken]))
    figures = model.evaluate_batches(batches, notes=sum(map(len, PIECES)))
    assert figures == pytest.approx(
        model.evaluate(lines_of(batches), notes=sum(map(len, PIECES))), nan_ok=True
    )


def test_windows_over_whole_pieces_hold_the_framed_lines():
    tokenizer = BarTokenizer()
    windows = Windows(PIECES, tokenizer, length=4096, batch_size=2, shuffle=False)
    taken = list(lines_of(windows[number] for number in range(len(windows))))
    whole = list(framed(PIECES, tokenizer))
    assert sorted(line.tolist() for line in taken) == sorted(line.tolist() for line in whole)
    names = [tokenizer.vocabulary.names(line) for line in whole]
    assert {(name[0], name[-1]) for name in names} == {("special start", "special end")}
    assert all("special pad" not in name for name in names)


def test_weights_that_are_not_whole_count_in_proportion():
    model = NGram(2, SIZE).fit([[0, 1, 2, 3]])
    batch = [[0, 1]], [[1, 5]], [[3.0, 0.5]]
    cost = model.nll_of_batch(*batch)
    figures = model.evaluate_batches([batch])
    assert figures["nats_per_token"] == pytest.approx((3 * cost[0, 0] + 0.5 * cost[0, 1]) / 3.5)
    assert figures["tokens"] == 3.5


def test_a_place_that_weighs_nothing_begins_a_line_anew():
    model = NGram(3, SIZE).fit([[0, 1, 2, 3], [5, 2, 4]])
    cost = model.nll_of_batch([[0, 1, 2]], [[1, 2, 3]], [[1, 0, 1]])
    assert cost[0] == pytest.approx([model.nll([0, 1])[0], 0, model.nll([2, 3])[0]])


def test_tokenizers_of_windows_give_a_line_for_each_window():
    tokenizer = MelodyTokenizer(bars=2, hop=1)
    rows = list(framed(PIECES[:2], tokenizer))
    assert len(rows) == sum(len(tokenizer.encode(piece)) for piece in PIECES[:2]) > 2
    assert {row.shape for row in rows} == {(32,)}
    assert list(framed(PIECES[:1], DrumTokenizer())) == []
    with pytest.raises(SymbolicError, match="no lines of tokens"):
        list(framed(PIECES[:1], GrooveTokenizer()))


def test_what_does_not_fit_is_refused_in_one_sentence():
    for call in (
        lambda: NGram(0, 5),
        lambda: NGram(2, 0),
        lambda: NGram(2, 5).nll([1, 2]),
        lambda: NGram(2, 5).probabilities([1]),
        lambda: NGram(2, 5).fit([[1, 5]]),
        lambda: NGram(2, 5).fit([[1, -1]]),
        lambda: NGram(2, 5).fit([[1.5, 2.5]]),
        lambda: NGram(2, 5).fit([[[1, 2]]]),
        lambda: NGram(2, 5).fit([[1, 2]]).nll([7, 1]),
        lambda: NGram(2, 5).fit([[1, 2]]).nll_of_batch([1, 2], [2, 3]),
        lambda: NGram(2, 5).fit([[1, 2]]).nll_of_batch([[1, 2]], [[2]]),
    ):
        with pytest.raises(SymbolicError):
            call()


def test_a_model_of_nothing_is_uniform():
    for order in (1, 3):
        model = NGram(order, 4).fit([])
        assert model.probabilities([1, 2]) == pytest.approx(np.full(4, 0.25))
        figures = model.evaluate([[0, 3, 0]])
        assert figures["perplexity"] == pytest.approx(4)
        assert figures["accuracy"] == 0.5  # of equals the first is foretold


def test_counting_takes_no_python_loop_over_tokens():
    """Two microseconds a token would be ten times what it takes; a loop takes more."""
    random = np.random.default_rng(1)
    line = (random.integers(0, 400, 200_000) ** 2 // 400).astype(np.int32)
    begin = time.process_time()
    model = NGram(5, 400).fit(np.split(line, 400))
    fitted = time.process_time()
    model.nll(line)
    assert fitted - begin < 1.5
    assert time.process_time() - fitted < 1.5
