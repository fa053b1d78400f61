"""stream: the notes of a new piece as they come."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symbolic.generation.generate import (
    LONGEST,
    chosen_settings,
    finished,
    known_part,
    last_bar,
    most_tokens,
    tokens_of,
    told,
)
from symbolic.generation.walk import Walk
from symbolic.score import Score

if TYPE_CHECKING:
    from symbolic.models.note_model import NoteModel

AT_A_TIME = 8  # tokens: about two notes


class NoteEvent(NamedTuple):
    """A note of a stream.

    Attributes
    ----------
    time, duration
        In seconds, from the beginning of the piece.
    """

    time: float
    duration: float
    pitch: int
    velocity: int
    program: int
    is_drum: bool


def stream(
    model: "NoteModel",
    bars: int | None = None,
    prompt: Score | None = None,
    *,
    seed: int = 0,
    sampler: Any = None,
    program: int | None = None,
    longest: int = LONGEST,
    temperature: float | None = None,
    top_k: int | None = None,
    top_p: float | None = None,
    min_p: float | None = None,
    repetition_penalty: float | None = None,
    **conditions: str,
) -> Iterator[NoteEvent]:
    """Write a piece and give each note as soon as it is sure: arguments as `generate` has them.

    The notes of the prompt do not come. Close the iterator to stop.
    """
    settings = chosen_settings(
        sampler, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p,
        repetition_penalty=repetition_penalty,
    )  # fmt: skip
    begin, until = tokens_of(model, prompt), last_bar(bars, prompt)
    labels = told(model, conditions, 1)
    return _notes(model, settings, labels, begin, until, bars, seed, program, longest)


def _notes(
    model, settings, labels, begin, until, bars, seed, program, longest
) -> Iterator[NoteEvent]:
    walk = Walk(
        model, settings, labels, begin, 1, seed, open_ended=bars is not None, stretch=AT_A_TIME
    )
    prompt = known_part(model, begin)
    known = finished(model, walk.rows[0], prompt, until, program)
    given = set(_rows(known)) if len(begin) else set()
    for _ in walk:
        line = walk.rows[0]
        score = finished(model, line, prompt, until, program)
        is_last = bool(walk.ended[0]) or (until is not None and walk.bars()[0] > until)
        is_last = is_last or len(line) >= len(begin) + most_tokens(bars, longest)
        sure = set(_rows(score)) if is_last else set(_rows(score)) & set(_rows(known))
        yield from _events(score, sure - given)
        given |= sure
        known = score
        if is_last:
            return


def _rows(score: Score) -> list[tuple[int, ...]]:
    """The notes as plain rows."""
    return list(map(tuple, score.notes.tolist()))


def _events(score: Score, rows: set[tuple[int, ...]]) -> Iterator[NoteEvent]:
    """Notes in time."""
    seconds = score.timeline.ticks_to_seconds
    for start, duration, pitch, velocity, track in sorted(rows):
        begin, end = np.asarray(seconds(np.array([start, start + duration]))).tolist()
        player = score.tracks[track]
        yield NoteEvent(begin, end - begin, pitch, velocity, player.program, player.is_drum)
