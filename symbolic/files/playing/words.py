"""Words and signs as they are heard, and the tables of a score that hold them."""

from collections.abc import Callable, Sequence
from typing import Any

from symbolic.files.playing.performance import Heard
from symbolic.files.playing.rows import Said, Time
from symbolic.files.seconds import tempo_rows

KINDS = ("lyric", "chord", "text", "marker", "tempo", "key")
GOES_ON = "-"  # ends a syllable of a word that goes on


def word_tables(
    heard: Sequence[Heard], tick: Callable[[Time], int], repairs: list[str]
) -> dict[str, Any]:
    """The tables of lyrics, texts, markers, tempos and keys."""
    of: dict[str, list[tuple[int, Said]]] = {kind: [] for kind in KINDS}
    for time, word in heard:
        of[word.kind].append((tick(time), word))
    tempos, mended = tempo_rows(
        [time for time, _ in of["tempo"]], [60 / row.value for _, row in of["tempo"]]
    )
    repairs += mended
    return {
        "tempos": tempos,
        "keys": [(time, *row.value) for time, row in of["key"]],
        "lyrics": [(time, row.value, row.part) for time, row in of["lyric"]],
        "markers": list(dict.fromkeys((time, row.value) for time, row in of["marker"])),
        "texts": [
            (time, kind, row.value, row.part)
            for kind in ("chord", "text")
            for time, row in of[kind]
        ],
    }
