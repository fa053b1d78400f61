"""Beam search: the likeliest line of tokens that can be found by keeping several side by side."""

from typing import TYPE_CHECKING, Any

import numpy as np
from keras import ops

from symbolic.generation.loop import stepper
from symbolic.generation.samplers import Settings
from symbolic.generation.walk import bars_begun, start_of
from symbolic.models.ends import Ends

if TYPE_CHECKING:
    from symbolic.models.note_model import NoteModel

NEVER = -1e30


def best_lines(
    model: "NoteModel", settings: Settings, labels: dict[str, np.ndarray], *asked: Any, pieces: int
) -> list[list[int]]:
    """The best line for each piece; those that are told the same are the same."""
    found: dict[tuple[int, ...], list[int]] = {}
    rows = list(zip(*labels.values(), strict=True)) or [()] * pieces
    for row in rows:
        if row not in found:
            found[row] = best_line(model, settings, dict(zip(labels, row, strict=True)), *asked)
    return [found[row] for row in rows]


def best_line(
    model: "NoteModel",
    settings: Settings,
    labels: dict[str, int],
    prompt: np.ndarray,
    until: int | None,
    longest: int,
) -> list[int]:
    """The likeliest line that ends, or is long enough, of those that the beams come upon.

    Lines are compared by their probability for each token, or else short ones would always win.
    """
    search = _Search(model, settings, labels, prompt)
    while search.lines and len(search.lines[0]) - len(prompt) < longest:
        if search.step(is_open=until is not None):
            break
        if until is not None:
            search.set_aside(search.bars() > until)
    return search.best()


class _Search:
    def __init__(self, model, settings, labels, prompt):
        self._tokenizer, self._ends = model.tokenizer, Ends(model.tokenizer)
        self._grammar = self._tokenizer.grammar
        self._settings, self._begun = settings, len(prompt)
        self._step = stepper(model.network)
        self._labels = {name: np.array([value], np.int32) for name, value in labels.items()}
        self._state = self._grammar.start(1)
        self._states = model.network.initial_states(1)
        self.lines, self._scores = [list(map(int, prompt))], np.zeros(1)
        self._done: list[tuple[float, list[int]]] = []
        self._state = self._grammar.follow(self._state, np.asarray(prompt)[None])[1]
        size = len(model.tokenizer)
        self._said = np.full((1, size), 1 / size)
        for token in [*start_of(model.tokenizer), *prompt]:
            self._read(np.array([token]))

    def _read(self, tokens: np.ndarray) -> None:
        labels = {name: np.repeat(row, len(tokens)) for name, row in self._labels.items()}
        logits, self._states = self._step(tokens.astype(np.int32), labels, self._states)
        logits = np.asarray(ops.convert_to_numpy(logits), np.float64) / self._settings.temperature
        logits -= logits.max(axis=1, keepdims=True)
        self._said = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)

    def step(self, is_open: bool) -> bool:
        """Take every beam a token further; whether no better line can be hoped for."""
        costs = np.log(np.maximum(self._said, 1e-300))
        mask = self._grammar.mask(self._state) & ~self._ends.banned(True)
        if not is_open and self._ends.end >= 0:
            for row in np.flatnonzero(self._grammar.complete(self._state)):
                whole = self._scores[row] + costs[row, self._ends.end]
                self._done.append((self._mean(whole, len(self.lines[row]) + 1), self.lines[row]))
        total = np.where(mask, self._scores[:, None] + costs, NEVER).ravel()
        kept = np.argsort(-total, kind="stable")[: self._settings.beams]
        kept = kept[total[kept] > NEVER / 2]
        if len(kept) == 0:
            return True
        rows, tokens = np.divmod(kept, mask.shape[1])
        self._scores = total[kept]
        self.lines = [
            [*self.lines[row], int(token)] for row, token in zip(rows, tokens, strict=True)
        ]
        self._state = self._grammar.advance(self._state[rows], tokens)
        self._states = _taken(self._states, rows)
        self._read(tokens)
        return len(self._done) >= self._settings.beams

    def bars(self) -> np.ndarray:
        """How many bars each line has begun."""
        return bars_begun(self._tokenizer, self._state, self.lines)

    def set_aside(self, whole: np.ndarray) -> None:
        """Let lines be that are long enough."""
        for row in np.flatnonzero(whole):
            self._done.append(
                (self._mean(self._scores[row], len(self.lines[row])), self.lines[row])
            )
        rows = np.flatnonzero(~whole)
        if 0 < len(rows) < len(whole):
            self._state, self._said = self._state[rows], self._said[rows]
            self._states = _taken(self._states, rows)
        self.lines = [self.lines[row] for row in rows]
        self._scores = self._scores[rows]

    def best(self) -> list[int]:
        """The best line so far: one that ended, or else the best that is still going on."""
        return max(self._done)[1] if self._done else self.lines[0]

    def _mean(self, score: float, length: int) -> float:
        return float(score) / max(length - self._begun, 1)


def _taken(states: Any, rows: np.ndarray) -> Any:
    return tuple(tuple(ops.take(one, rows, axis=0) for one in layer) for layer in states)
