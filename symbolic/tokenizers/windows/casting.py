"""The casting of a trio: which track of a score plays the melody, the bass and the drums."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.tokenizers.windows.choice import POLYPHONIC, Candidate, chordal, chosen_tracks

if TYPE_CHECKING:
    from symbolic.score import Score

MELODY, BASS, DRUMS = PARTS = ("melody", "bass", "drums")

# General MIDI programs: pianos, bells, organs and guitars; basses. The same as in Magenta.
PROGRAMS = {MELODY: range(32), BASS: range(32, 40)}
NO_PART = "of no part in a trio"

Choices = dict[str, int | str | None]
Cast = dict[str, list[int]]


def cast_of(score: "Score", choices: Choices, steps: int) -> Cast:
    """The tracks of each part.

    A part is played by the tracks chosen; without a choice the drums by all tracks of drums, and
    a line by that single line of its programs which has the most notes.
    """
    sizes = np.bincount(score.notes["track"], minlength=len(score.tracks))
    single = chordal(score, steps) <= POLYPHONIC
    chosen = {part: chosen_tracks(score, c) for part, c in choices.items() if c is not None}
    taken = {number for numbers in chosen.values() for number in numbers}
    free = [number for number in range(len(score.tracks)) if number not in taken]
    cast: Cast = {}
    for part in PARTS:
        numbers = chosen.get(part, [n for n in free if part_of(score, n) == part])
        if part != DRUMS:
            fits = [n for n in numbers if part in chosen or single[n]]
            numbers = [max(fits, key=lambda n: int(sizes[n]))] if fits else []
        cast[part] = numbers
    return cast


def part_of(score: "Score", number: int) -> str:
    """The part that a track could play by its program, or ""."""
    track = score.tracks[number]
    if track.is_drum:
        return DRUMS
    return next((part for part, programs in PROGRAMS.items() if track.program in programs), "")


def auditioned(score: "Score", choices: Choices, steps: int) -> list[Candidate]:
    """Every track, with the part it plays or could play, and the reason."""
    cast = cast_of(score, choices, steps)
    sizes = np.bincount(score.notes["track"], minlength=len(score.tracks)).tolist()
    chords = chordal(score, steps)
    found = []
    for number, track in enumerate(score.tracks):
        plays = [part for part in PARTS if number in cast[part]]
        part = plays[0] if plays else part_of(score, number)
        if plays:
            why = "chosen" if choices[part] is not None else f"the {part}"
        elif not part:
            why = NO_PART
        elif choices[part] is not None:
            why = "not chosen"
        elif chords[number] > POLYPHONIC:
            why = f"polyphonic: {part}={number} takes its highest notes"
        else:
            why = f"with fewer notes than another: {part}={number} takes it"
        found.append(
            Candidate(number, track.name, track.program, sizes[number], part, bool(plays), why)
        )
    return found
