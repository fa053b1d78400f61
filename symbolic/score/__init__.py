"""What music is in memory: the Score, its tracks, its event tables and its timeline."""

from symbolic.score.score import Score
from symbolic.score.timeline import Timeline
from symbolic.score.track import Track

__all__ = ["Score", "Timeline", "Track"]
