"""n-gram language models: what counting alone knows of a line, with Witten and Bell's smoothing.

After a context h the probability of a token w is

    p(w | h) = (c(hw) + t(h) p(w | h')) / (c(h) + t(h))

where c counts, t(h) is how many different tokens followed h, and h' is h without its first token.
A context that never came says nothing: p(w | h) = p(w | h'). Below the single token stands the
uniform distribution, so nothing is impossible.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation.baselines.counts import UNKNOWN, Level, Step, counted, walked
from symbolic.evaluation.baselines.lines import Lines, checked, joined, unrolled
from symbolic.evaluation.likelihood import Measured, Tally, ranks
from symbolic.score.checks import whole

AT_ONCE = 2**20  # probabilities that are worked on together


class NGram:
    """An interpolated n-gram model over lines of tokens.

    Parameters
    ----------
    order
        1: each token by itself. 2: after the one before. 5: after the four before.
    size
        Tokens in the vocabulary.

    Examples
    --------
    >>> model = NGram(2, size=3).fit([[0, 1, 2, 1, 2], [0, 1, 2]])
    >>> model
    <NGram of order 2 over 3 tokens: 3 grams>
    >>> model.probabilities([1]).round(3)
    array([0.021, 0.115, 0.865])
    >>> model.nll([0, 1, 2]).round(3)
    array([0.199, 0.146])
    """

    def __init__(self, order: int, size: int):
        self.order = whole("order", order, 1, 64)
        self.size = whole("size", size, 1, 2**24)
        self._levels: list[Level] | None = None

    def fit(self, lines: Iterable[Any]) -> "NGram":
        """Count lines, whatever was counted before; give the model back.

        The first token of a line is given: it is a context, but is not predicted.
        """
        once, self._levels = counted(checked(joined(lines), self.size), self.order, self.size)
        kinds, total = np.count_nonzero(once), once.sum()
        self._alone = np.full(self.size, 1 / self.size)  # the probability of each token
        if total:
            self._alone = (once + kinds / self.size) / (total + kinds)
        # Tokens that never came are all as likely, less than any that did: they share a column.
        never = once == 0
        self._columns = np.where(never, kinds, (~never).cumsum() - 1)
        self._tokens = np.append(np.flatnonzero(~never), np.flatnonzero(never)[:1])
        self._before = np.where(never, never.cumsum() - 1, 0)  # of those that share it
        return self

    # -- what it says -----------------------------------------------------------------

    def nll(self, line: Any) -> np.ndarray:
        """What each token of a line costs in nats, but the first, which is given."""
        lines = checked(joined([line]), self.size)
        return self._nats(lines, self._steps(lines))

    def nll_of_batch(self, inputs: Any, targets: Any, weights: Any = None) -> np.ndarray:
        """What each target of a batch costs in nats; 0 where its weight is.

        Parameters
        ----------
        inputs
            (rows, width), or the dict of a packed batch, whose segments are kept apart.
        targets, weights
            (rows, width).
        """
        lines, known = unrolled(inputs, targets, weights)
        cost = np.zeros(known.shape)
        cost[known] = self._nats(checked(lines, self.size), self._steps(lines))
        return cost

    def probabilities(self, context: Any) -> np.ndarray:
        """How likely each token is to come after some."""
        line = np.append(np.asarray(context, np.int64), 0)  # any token stands for the next
        lines = checked(joined([line[-self.order :]]), self.size)
        steps = list(self._steps(lines))
        if len(lines.tokens) == 1:
            return self._alone.copy()
        [chances] = self._spread(steps, slice(len(lines.tokens) - 2, len(lines.tokens) - 1))
        return chances[self._columns]

    def evaluate(self, lines: Iterable[Any], notes: int | None = None) -> "OrderedDict[str, float]":
        """The figures of `symbolic.evaluation.likelihood`, over the predicted tokens of lines."""
        tally = Tally()
        whole_lines = checked(joined(lines), self.size)
        self._tallied(tally, whole_lines, np.ones(int((whole_lines.ages > 0).sum())))
        return tally.result(notes)

    def evaluate_batches(
        self, batches: Iterable[tuple[Any, Any, Any]], notes: int | None = None
    ) -> "OrderedDict[str, float]":
        """The same over batches (tokens, next tokens, weights), each place by its weight.

        This is what to hold beside a model's figures: the same tokens, and no context from
        before the window.
        """
        tally = Tally()
        for inputs, targets, weights in batches:
            lines, known = unrolled(inputs, targets, weights)
            shares = np.ones(known.sum()) if weights is None else np.asarray(weights, float)[known]
            self._tallied(tally, checked(lines, self.size), shares)
        return tally.result(notes)

    # -- how it is found out ----------------------------------------------------------

    def _steps(self, lines: Lines) -> Iterator[Step]:
        if self._levels is None:
            raise SymbolicError("this n-gram model has counted nothing yet: call fit(lines) first")
        return walked(lines, self._levels, self.size)

    def _nats(self, lines: Lines, steps: Iterable[Step]) -> np.ndarray:
        chances = self._alone[lines.tokens[lines.ages > 0]]
        for level, contexts, grams in steps:
            known = np.flatnonzero(contexts != UNKNOWN)
            known = known[level.totals[contexts[known]] > 0]
            at, found = contexts[known], grams[known]
            counts = np.where(found != UNKNOWN, level.counts[found], 0)
            kinds = level.kinds[at]
            chances[known] = (counts + kinds * chances[known]) / (kinds + level.totals[at])
        return -np.log(chances)

    def _tallied(self, tally: Tally, lines: Lines, weights: np.ndarray) -> None:
        steps = list(self._steps(lines))
        cost = self._nats(lines, steps)
        targets = lines.tokens[lines.ages > 0]
        rows = max(AT_ONCE // len(self._tokens), 1)
        for begin in range(0, len(targets), rows):
            part = slice(begin, min(begin + rows, len(targets)))
            chances, wanted = self._spread(steps, part), targets[part]
            before = ranks(chances, self._columns[wanted]) + self._before[wanted]
            tally.add(Measured(cost[part], before, chances.max(axis=1)), weights[part])

    def _spread(self, steps: list[Step], part: slice) -> np.ndarray:
        """How likely every token is at some predicted places: (places, columns)."""
        chances = np.repeat(self._alone[None, self._tokens], part.stop - part.start, axis=0)
        for level, contexts, _ in steps:
            here = contexts[part]
            rows = np.flatnonzero(here != UNKNOWN)
            rows = rows[level.totals[here[rows]] > 0]
            at = here[rows]
            kinds = level.kinds[at]
            sums = kinds + level.totals[at]
            everywhere = len(rows) == len(chances)
            chances[slice(None) if everywhere else rows] *= (kinds / sums)[:, None]
            before = kinds.cumsum() - kinds
            grams = np.repeat(level.first[at] - before, kinds) + np.arange(kinds.sum())
            places = np.repeat(rows, kinds), self._columns[level.keys[grams] % self.size]
            chances[places] += level.counts[grams] / np.repeat(sums, kinds)
        return chances

    def __repr__(self) -> str:
        name = f"NGram of order {self.order} over {self.size:,} tokens"
        if self._levels is None:
            return f"<{name}: not fitted>"
        grams = len(self._levels[-1].keys) if self._levels else self.size
        return f"<{name}: {grams:,} grams>"
