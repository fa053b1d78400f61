"""Evaluate a model: how well it foretells held-out pieces, and what it writes beside them."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.datasets.windows.telling import told_of
from symbolic.errors import SymbolicError
from symbolic.evaluation import likelihood
from symbolic.evaluation.baselines import baselines, framed
from symbolic.evaluation.comparing import OURS, compare
from symbolic.evaluation.of_space import evaluate_space
from symbolic.evaluation.report import Report
from symbolic.models.vae.latent_model import LatentModel
from symbolic.score import Score
from symbolic.score.checks import whole

if TYPE_CHECKING:
    from symbolic.models import Model
    from symbolic.models.note_model import NoteModel

MODEL = "model"
ROWS = 16  # lines that are read side by side
STEPS = 256  # tokens that are read at once


def evaluate_model(
    model: "Model",
    heldout: Iterable[Score],
    training: Iterable[Score] = (),
    samples: int = 64,
    seed: int = 0,
    **sampling: Any,
) -> Report:
    """Report on a model of any kind: see `evaluate_notes` and `of_space.evaluate_space`."""
    evaluate: Callable[..., Report] = (
        evaluate_space if isinstance(model, LatentModel) else evaluate_notes
    )
    return evaluate(model, heldout, training, samples, seed, **sampling)


def evaluate_notes(
    model: "NoteModel",
    heldout: Iterable[Score],
    training: Iterable[Score] = (),
    samples: int = 64,
    seed: int = 0,
    **sampling: Any,
) -> Report:
    """Report on a model that writes note after note.

    Parameters
    ----------
    heldout
        Pieces that it did not learn from.
    training
        Those that it did: for the baselines, which are fitted to them, and for novelty.
    samples
        How many pieces it is to write for comparison; 0 leaves that out. Each is told what the
        model takes (key, meter, ...) of a held-out piece, one after another: or else it would be
        held against music of other keys than it was asked for.
    sampling
        How, as `model.generate` takes it; what it tells goes before what would be told.
    """
    real, learned = list(heldout), list(training)
    if not real:
        raise SymbolicError("there are no held-out pieces to evaluate the model with")
    count = whole("samples", samples, 0, 2**20)
    lines = [line for line in framed(real, model.tokenizer) if len(line) > 1]
    notes = sum(len(score.notes) for score in real)
    told = like(model, real, count) if count else {}
    written = model.generate(count, seed=seed, **{**told, **sampling}) if count else []
    heard = [piece for piece in written if len(piece.notes)]
    title = f"{type(model).__name__} {model.about.get('name', '')}".strip()
    report = compare(heard, real, learned, model.tokenizer, title) if heard else Report(title)
    if learned:
        for name, floor in baselines(
            framed(learned, model.tokenizer), len(model.tokenizer)
        ).items():
            report.add("likelihood", name, floor.evaluate(lines, notes))
    report.add("likelihood", MODEL, likelihood.evaluate(said(model, lines), notes))
    if heard:
        report.add("repetition", OURS, {"pieces_without_notes": len(written) - len(heard)})
    report.sections = {"likelihood": report.sections.pop("likelihood"), **report.sections}
    return report


def like(model: "NoteModel", real: list[Score], count: int) -> dict[str, tuple[str, ...]]:
    """What so many samples are told: the facts of real pieces, spread evenly over them."""
    chosen = [real[place * len(real) // count] for place in range(count)]
    return told_of(chosen, model.conditions)


def said(
    model: "NoteModel", lines: Iterable[np.ndarray]
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """What a model says of lines from their beginning on, in parts: outputs, targets, weights.

    No condition is told.
    """
    ordered = sorted(lines, key=len)
    for first in range(0, len(ordered), ROWS):
        yield from _together(model, ordered[first : first + ROWS])


def _together(model: "NoteModel", lines: list[np.ndarray]) -> Iterator:
    """Some lines side by side, filled up on the right, the state carried from part to part."""
    from keras import ops

    longest = max(map(len, lines)) - 1
    width = -(-longest // STEPS) * STEPS
    tokens, targets = np.zeros((2, ROWS, width), np.int32)
    weights = np.zeros((ROWS, width))
    for row, line in enumerate(lines):
        end = len(line) - 1
        tokens[row, :end], targets[row, :end], weights[row, :end] = line[:-1], line[1:], 1
    states = model.network.initial_states(ROWS)
    for begin in range(0, longest, STEPS):
        part = slice(begin, begin + STEPS)
        logits, states = model.network.read(tokens[:, part], None, states)
        yield ops.convert_to_numpy(logits), targets[:, part], weights[:, part]
