"""The walk: stretches of tokens from the compiled loop, each held to the grammar.

A trained model rarely says what the grammar forbids. So the loop runs free for a stretch, and the
grammar looks it over; where it breaks, the stretch is taken again from there, the place itself
with a mask. That draws as if every place had been masked, and costs a mask only where it matters.
A model that breaks it again and again is led token by token.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from keras import ops

from symbolic.errors import SymbolicError
from symbolic.generation.loop import LONG_AGO, Place, stretch, uniform_numbers
from symbolic.generation.samplers import Settings
from symbolic.models.ends import Ends
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

if TYPE_CHECKING:
    from symbolic.models.note_model import NoteModel

STRETCH = 32  # tokens
OF_MANY = 8  # tokens, where so many rows go side by side that one of them soon breaks the grammar
MANY = 16
PATIENCE = 6  # times that a stretch is taken again before the next ones are one token long
SPAN = 24  # such short ones, before the loop runs free again


class Walk:
    """Rows of tokens that grow side by side.

    Parameters
    ----------
    labels
        What the model is told: a number for each condition, or one for every row.
    seed
        Of what is drawn; a row draws the same in company as alone.
    open_ended
        Whether the model may not end a piece.

    Attributes
    ----------
    rows
        The tokens of each row, without those of the frame.
    ended
        Which rows are whole pieces, as the model says.
    """

    def __init__(
        self,
        model: "NoteModel",
        settings: Settings,
        labels: "dict[str, int] | dict[str, np.ndarray]",
        prompt: np.ndarray,
        rows: int,
        seed: int,
        open_ended: bool = False,
        stretch: int | None = None,
    ):
        self._model, self._settings = model, settings
        self._stretch = stretch or (STRETCH if rows < MANY else OF_MANY)
        self._grammar, self._ends = model.tokenizer.grammar, Ends(model.tokenizer)
        self._labels = {name: np.full(rows, told, np.int32) for name, told in labels.items()}
        self._draws = [np.random.Generator(np.random.Philox(key=[seed, n])) for n in range(rows)]
        self._careful = 0  # stretches of one token that are still to come
        self.rows = [list(map(int, prompt)) for _ in range(rows)]
        self.ended = np.zeros(rows, bool)
        self._state = self._after(prompt, rows)
        self._banned = self._ends.banned(open_ended)
        self._place = self._begun(prompt, rows)

    def _after(self, prompt: np.ndarray, rows: int) -> np.ndarray:
        """The state of the grammar after the prompt."""
        state = self._grammar.start(1)
        _, state = self._grammar.follow(state, np.asarray(prompt, np.int64)[None])
        return np.repeat(state, rows, axis=0)

    def _begun(self, prompt: np.ndarray, rows: int) -> Place:
        """The network has read all but the last token."""
        read = np.concatenate([start_of(self._model.tokenizer), prompt]).astype(np.int32)
        network = self._model.network
        if len(read) == 0:  # of how a piece begins nothing was learned
            draw = np.array([one.random() for one in self._draws])
            first = _any_of(self._grammar.mask(self._state), draw)
            for row, token in zip(self.rows, first.tolist(), strict=True):
                row.append(token)
            self._state = self._grammar.advance(self._state, first)
            return self._placed(first.astype(np.int32), network.initial_states(rows), 1)
        # What is told the same is read once.
        told = np.stack([np.zeros(rows, np.int32), *self._labels.values()], axis=1)
        different, which = np.unique(told, axis=0, return_inverse=True)
        states = network.initial_states(len(different))
        if len(read) > 1:
            labels = dict(zip(self._labels, different.T[1:], strict=True))
            before = np.repeat(read[None, :-1], len(different), axis=0)
            _, states = network.read(before, labels or None, states)
        wide = tuple(tuple(ops.take(one, which, axis=0) for one in layer) for layer in states)
        return self._placed(np.full(rows, read[-1], np.int32), wide, len(read))

    def _placed(self, last: np.ndarray, states, step: int) -> Place:
        width = len(self._model.tokenizer) if self._settings.penalises else 1
        said = np.full((len(last), width), LONG_AGO, np.int32)
        if self._settings.penalises:
            for row, tokens in zip(said, self.rows, strict=True):
                for back, token in enumerate(tokens[::-1][: self._settings.window]):
                    row[token] = max(row[token], step - 1 - back)
        return Place(last, states, said, step)

    # -- a stretch further ----------------------------------------------------------------

    def __iter__(self) -> Iterator[None]:
        """Go on, a stretch at a time, until every row has ended."""
        while not self.ended.all():
            self._go_on()
            yield

    def end(self, row: int) -> None:
        """Let a row be: it is long enough."""
        self.ended[row] = True

    def bars(self) -> np.ndarray:
        """How many bars each row has begun that goes on; 0 for the others."""
        found = np.zeros(len(self.rows), np.int64)
        going = np.flatnonzero(~self.ended)
        lines = [self.rows[row] for row in going]
        found[going] = bars_begun(self._model.tokenizer, self._state[going], lines)
        return found

    def _go_on(self) -> None:
        careful = self._careful > 0
        length = 1 if careful else self._stretch
        rows = len(self.rows)
        uniform = uniform_numbers(self._draws, length)
        given, known = np.zeros((rows, length), np.int32), np.zeros(rows, np.int64)
        known[self.ended] = length
        mask = np.ones((rows, len(self._model.tokenizer)), bool)
        if careful:
            going = ~self.ended
            mask[going] = self._open(self._state[going])
        ending = np.full(rows, -1)
        states = self._state.copy()
        # Of no place is it known before the first time what may stand there, unless it is asked.
        given_first = known if careful else np.where(known > 0, known, -1)
        tokens, place = self._taken(given, given_first, mask, uniform)
        times = 0
        while self._look_over(tokens, known, states, mask, ending):
            times += 1
            if times > 2 * length:
                raise SymbolicError("the model says nothing that may stand here: is it damaged?")
            tokens, place = self._taken(tokens, known, mask, uniform)
        self._place, self._state = place, states
        for row in np.flatnonzero(~self.ended):
            whole = length if ending[row] < 0 else ending[row]
            self.rows[row] += tokens[row, :whole].tolist()
        self.ended |= ending >= 0
        self._careful = self._careful - 1 if careful else SPAN if times > PATIENCE else 0

    def _taken(self, given, known, mask, uniform) -> tuple[np.ndarray, Place]:
        return stretch(
            self._model.network, self._settings, self._place, given, known, mask, self._banned,
            uniform, self._labels,
        )  # fmt: skip

    def _look_over(self, tokens, known, states, mask, ending) -> bool:
        """Follow each row as far as the grammar does; say whether any has to be taken again.

        What is known, and the state of the grammar after it, grow by that. Where a row breaks
        the grammar, its mask becomes what may stand there.
        """
        broken = np.zeros(len(tokens), bool)
        for at in np.unique(known[known < tokens.shape[1]]):
            rows = np.flatnonzero(known == at)
            counts, after = self._grammar.follow(states[rows], tokens[rows, at:].astype(np.int64))
            states[rows] = after
            known[rows] += counts
        for row in np.flatnonzero(known < tokens.shape[1]):
            mask[row] = self._open(states[row : row + 1])[0] & ~self._banned
            is_end = tokens[row, known[row]] == self._ends.end
            if not mask[row].any() or (is_end and mask[row, self._ends.end]):
                ending[row], known[row] = known[row], tokens.shape[1]
            else:
                broken[row] = True
        return bool(broken.any())

    def _open(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow, the end among them; a grammar that is stuck may end, too."""
        mask = self._grammar.mask(state)
        if self._ends.end >= 0:
            mask[:, self._ends.end] = self._grammar.complete(state) | ~mask.any(axis=1)
        return mask


def bars_begun(tokenizer: Tokenizer, state: np.ndarray, lines: list[list[int]]) -> np.ndarray:
    """How many bars lines have begun, after which the grammar is in these states."""
    counted = tokenizer.grammar.bars(state)
    if counted is None:  # such tokens tell it only as notes
        counted = np.array([tokenizer.decode(np.array(line)).bars for line in lines], np.int64)
    return counted


def start_of(tokenizer: Tokenizer) -> np.ndarray:
    """What a network reads before a piece: a token for the start, or the step before a window."""
    start = Ends(tokenizer).start
    if len(start) == 0 and isinstance(tokenizer, WindowTokenizer):
        return np.array([tokenizer.silence], np.int64)
    return start


def _any_of(mask: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """One of the tokens that are open in each row, all as likely."""
    turn = np.floor(draw * mask.sum(axis=1)).astype(np.int64)
    return (mask.cumsum(axis=1) <= turn[:, None]).sum(axis=1)
