"""generate: new pieces from a model, from nothing or going on from a prompt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.generation.beam import best_lines
from symbolic.generation.samplers import Sampler, Settings, TopP, settings_of
from symbolic.generation.walk import Walk
from symbolic.score import Score
from symbolic.score.checks import whole

if TYPE_CHECKING:
    from symbolic.models.note_model import NoteModel

LONGEST = 4096  # tokens of a piece that does not end, where no number of bars is asked for
TOKENS_A_BAR = 2048  # with more than this many a bar there is no hope of reaching the end
DEFAULT = TopP(0.98)


def generate(
    model: "NoteModel",
    pieces: int = 1,
    bars: int | None = None,
    prompt: Score | None = None,
    *,
    seed: int = 0,
    sampler: Sampler | Iterable[Sampler] | None = None,
    temperature: float | None = None,
    top_k: int | None = None,
    top_p: float | None = None,
    min_p: float | None = None,
    repetition_penalty: float | None = None,
    beams: int | None = None,
    program: int | None = None,
    longest: int = LONGEST,
    **conditions: str | Sequence[str],
) -> list[Score]:
    """Write new pieces.

    Tokens are drawn as the model says, and only such as the grammar of its tokenizer admits. The
    same seed gives the same pieces, on the same backend and machine.

    Parameters
    ----------
    pieces
        How many, side by side.
    bars
        How long: so many bars, after those of the prompt. Without it a piece ends where the
        model ends it.
    prompt
        A score to go on from; the pieces begin with it, and what is new begins after the onset of
        its last note, be it in the same bar.
    sampler, temperature, top_k, top_p, min_p, repetition_penalty, beams
        How tokens are chosen: see `symbolic.generation.samplers`. By default top_p=0.98.
    program
        What plays, in place of what the model wrote.
    longest
        Tokens at which a piece is broken off that does not end.
    conditions
        What the model is told, as `key="D minor"`: see `model.conditions`. A list tells every
        piece something of its own; "" leaves one untold.
    """
    settings = chosen_settings(
        sampler, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p,
        repetition_penalty=repetition_penalty, beams=beams,
    )  # fmt: skip
    pieces = whole("pieces", pieces, 1, 2**20)
    labels = told(model, conditions, pieces)
    begin = tokens_of(model, prompt)
    until = last_bar(bars, prompt)
    if settings.beams:
        lines = best_lines(model, settings, labels, begin, until, longest, pieces=pieces)
    else:
        walk = Walk(model, settings, labels, begin, pieces, seed, open_ended=bars is not None)
        for _ in walk:
            stop_where_long_enough(walk, until, len(begin) + most_tokens(bars, longest))
        lines = walk.rows
    known = known_part(model, begin)
    return [finished(model, line, known, until, program) for line in lines]


def chosen_settings(sampler: Any, **named: Any) -> Settings:
    """What the arguments say, or the default where they say nothing."""
    if sampler is None and all(value is None for value in named.values()):
        return settings_of(DEFAULT)
    return settings_of(sampler, **named)


def told(
    model: "NoteModel", conditions: Mapping[str, str | Sequence[str]], pieces: int
) -> dict[str, np.ndarray]:
    """For each condition the number of its value for every piece; 0 for one that is not given."""
    for name, value in conditions.items():
        if name not in model.conditions:
            known = ", ".join(model.conditions) or "none"
            raise SymbolicError(
                f"{type(model).__name__} takes no {name}={value!r:.40}: its conditions are {known}"
            )
    return {
        name: _numbers(name, values, conditions.get(name, values[0]), pieces)
        for name, values in model.conditions.items()
    }


def _numbers(name: str, values: tuple[str, ...], value: Any, pieces: int) -> np.ndarray:
    row = list(value) if isinstance(value, list | tuple | np.ndarray) else [value] * pieces
    if len(row) != pieces:
        raise SymbolicError(
            f"{name} is one value, or one for each of {pieces} pieces, not {len(row)} values"
        )
    for one in row:
        if one not in values:
            known = ", ".join(filter(None, values))
            raise SymbolicError(f"{name}={one!r:.40} is none that the model has met: {known:.400}")
    return np.array([values.index(one) for one in row], np.int32)


def tokens_of(model: "NoteModel", prompt: Score | None) -> np.ndarray:
    """The tokens of a prompt."""
    if prompt is None:
        return np.zeros(0, np.int64)
    if not isinstance(prompt, Score):
        raise SymbolicError(f"prompt is a Score, as sy.read gives it, not {prompt!r:.80}")
    ids = np.asarray(model.tokenizer.encode(prompt), np.int64).reshape(-1)
    if len(ids) == 0:
        raise SymbolicError("nothing of the prompt can be said in the model's tokens")
    return ids


def last_bar(bars: int | None, prompt: Score | None) -> int | None:
    """The number of bars at which a piece is long enough."""
    if bars is None:
        return None
    return whole("bars", bars, 1, 2**20) + (prompt.bars if prompt is not None else 0)


def most_tokens(bars: int | None, longest: int) -> int:
    """Tokens at which a piece is broken off."""
    return whole("longest", longest, 1, 2**31 - 1) if bars is None else bars * TOKENS_A_BAR


def stop_where_long_enough(walk: Walk, until: int | None, most: int) -> None:
    """Let rows be that have their bars, or that go on for ever."""
    done = np.array([len(tokens) >= most for tokens in walk.rows])
    if until is not None:
        done |= walk.bars() > until
    for row in np.flatnonzero(done & ~walk.ended):
        walk.end(int(row))


def known_part(model: "NoteModel", begin: np.ndarray) -> Score | None:
    """The prompt as the model's tokens tell it."""
    return model.tokenizer.decode(begin) if len(begin) else None


def finished(
    model: "NoteModel",
    tokens: list[int],
    known: Score | None,
    until: int | None,
    program: int | None,
) -> Score:
    """The piece that tokens stand for, cut to length, its prompt as it was."""
    score = model.tokenizer.decode(np.array(tokens, np.int64))
    if known is not None:
        score = _left_alone(score, known)
    if until is not None:
        score = score.slice(bars=(0, until))
    if program is None:
        return score
    number = whole("program", program, 0, 127)
    tracks = [one if one.is_drum else one.replace(program=number) for one in score.tracks]
    return score.replace(tracks=tracks)


def _left_alone(score: Score, known: Score) -> Score:
    """A piece without what it adds to its prompt, known up to the onset of its last note."""
    given = _played(known)
    last = known.notes["start"].max(initial=-1)
    early = score.notes["start"] <= last
    added = early & ~np.isin(_played(score), given)
    return score.replace(notes=score.notes[~added]) if added.any() else score


def _played(score: Score) -> np.ndarray:
    """What each note is known by: when it begins, its pitch, and who plays it."""
    players = np.array([track.program + 128 * track.is_drum for track in score.tracks], np.int64)
    notes = score.notes
    return (notes["start"] * 128 + notes["pitch"]) * 256 + players[notes["track"]]
