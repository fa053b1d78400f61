"""A track: who plays."""

from dataclasses import dataclass, field, replace

from symbolic.errors import SymbolicError
from symbolic.score.checks import text, whole

DRUM_CHANNEL = 9


@dataclass(frozen=True)
class Track:
    """One part of a score.

    Attributes
    ----------
    name
        As the file gives it; may be empty.
    program
        General MIDI program, 0 to 127. For drums, the kit.
    is_drum
        Whether pitches name drums rather than notes.
    channel
        Where a file played it: MIDI channel 0 to 15, plus 16 for every further port;
        None lets the writer choose. Two tracks that differ in nothing else are equal.
    """

    name: str = ""
    program: int = 0
    is_drum: bool = False
    channel: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        text("track name", self.name)
        whole(f"track {self.name!r}: program", self.program, 0, 127)
        if self.channel is not None and whole("channel", self.channel) < 0:
            raise SymbolicError(f"track {self.name!r}: channel {self.channel} is below 0")

    def replace(self, **changes) -> "Track":
        """Return a copy with some attributes changed.

        >>> Track("bass").replace(program=33).program
        33
        """
        return replace(self, **changes)
