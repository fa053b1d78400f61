"""The rows of a piano roll: piano keys with their Cs named or, for drums alone, drum names."""

import numpy as np

from symbolic.score import Score

PITCH_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
BLACK = (1, 3, 6, 8, 10)  # pitch classes of the black keys
GAPS = (4, 11)  # E and B: no black key parts them from the white key above

# What General MIDI plays at each pitch of a drum track.
# The two edges of the hat are what Roland's electronic drums add.
DRUM_NAMES = {
    22: "hat edge",
    26: "open edge",
    35: "kick 2",
    36: "kick",
    37: "rim",
    38: "snare",
    39: "clap",
    40: "snare 2",
    41: "low tom 2",
    42: "closed hat",
    43: "low tom",
    44: "pedal hat",
    45: "mid tom 2",
    46: "open hat",
    47: "mid tom",
    48: "high tom 2",
    49: "crash",
    50: "high tom",
    51: "ride",
    52: "china",
    53: "ride bell",
    54: "tambourine",
    55: "splash",
    56: "cowbell",
    57: "crash 2",
    58: "vibraslap",
    59: "ride 2",
    60: "high bongo",
    61: "low bongo",
    62: "mute conga",
    63: "open conga",
    64: "low conga",
    65: "high timbale",
    66: "low timbale",
    67: "high agogo",
    68: "low agogo",
    69: "cabasa",
    70: "maracas",
    71: "short whistle",
    72: "long whistle",
    73: "short guiro",
    74: "long guiro",
    75: "claves",
    76: "high block",
    77: "low block",
    78: "mute cuica",
    79: "open cuica",
    80: "mute triangle",
    81: "triangle",
}


def pitch_name(pitch: int) -> str:
    """A pitch as its name and octave; C4 is MIDI 60.

    >>> pitch_name(60), pitch_name(0), pitch_name(70)
    ('C4', 'C-1', 'A#4')
    """
    return f"{PITCH_NAMES[pitch % 12]}{pitch // 12 - 1}"


def of_classes(classes: tuple[int, ...], low: int, high: int) -> np.ndarray:
    """The pitches from low to high that belong to some pitch classes.

    >>> of_classes(BLACK, 60, 66).tolist()
    [61, 63, 66]
    """
    pitches = np.arange(low, high + 1)
    return pitches[np.isin(pitches % 12, classes)]


def only_drums(score: Score) -> bool:
    """Whether there are notes and every one of them is a drum's."""
    drums = [index for index, track in enumerate(score.tracks) if track.is_drum]
    return len(score.notes) > 0 and bool(np.isin(score.notes["track"], drums).all())


def row_names(score: Score, low: int, high: int) -> dict[int, str]:
    """The rows to name: every C, or each drum that sounds where there are only drums.

    >>> row_names(Score(), 55, 75)
    {60: 'C4', 72: 'C5'}
    """
    if not only_drums(score):
        return {int(c): pitch_name(int(c)) for c in of_classes((0,), low, high)}
    sounding = (int(pitch) for pitch in np.unique(score.notes["pitch"]))
    return {p: DRUM_NAMES.get(p, str(p)) for p in sounding if low <= p <= high}
