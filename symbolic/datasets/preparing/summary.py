"""What a run did, in a table for people."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from symbolic.datasets.shards.manifest import Manifest
from symbolic.score.summary import counted

REASONS = 8  # that are listed
NUMBERS = re.compile(r"\d[\d,.]*")


@dataclass
class Summary:
    """What a run did.

    Attributes
    ----------
    out
        Where everything is.
    files, seconds
        How many files were read, in what time; those of a run that was interrupted are not in it.
    before, resumed
        How many were in the folder already, and in parts that an interrupted run left.
    pieces
        Read, those that were left out too.
    exact, alike, torn
        Pieces that are the same music as another; the same transposed, at another speed or
        played otherwise; like pieces of several splits.
    duplicates_kept
        Whether the first two are in the shards.
    reasons
        How often each was given for a file that could not be read.
    manifest
        Of the folder.
    """

    out: Path
    manifest: Manifest
    files: int = 0
    seconds: float = 0.0
    before: int = 0
    resumed: int = 0
    pieces: int = 0
    exact: int = 0
    alike: int = 0
    torn: int = 0
    duplicates_kept: bool = False
    reasons: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return "\n".join(
            [*self._reading(), *self._leaving_out(), "", *self._splits(), self._where()]
        )

    def _reading(self) -> list[str]:
        if not self.files + self.resumed:
            return [f"nothing new: all {counted(self.before, 'file')} had been read before"]
        speed = f" ({self.files / self.seconds:,.0f} files/s)" if self.files else ""
        lines = [f"read        {self.files:>9,} files in {self.seconds:,.1f} s{speed}"]
        if self.resumed:
            lines.append(
                f"            {self.resumed:>9,} files had been read by an interrupted run"
            )
        if self.before:
            lines.append(f"            {self.before:>9,} files had been read before")
        return [*lines, f"found       {self.pieces:>9,} pieces"]

    def _leaving_out(self) -> list[str]:
        again = "kept" if self.duplicates_kept else "left out"
        rows = [
            ("duplicates", self.exact, f"the same music as another ({again})"),
            ("", self.alike, f"the same, transposed or at another speed ({again})"),
            ("left out", self.torn, "like pieces of several splits"),
        ]
        kinds: Counter[str] = Counter()
        for reason, count in self.reasons.items():
            kinds[NUMBERS.sub("#", reason)] += count
        common = kinds.most_common(REASONS)
        rows += [
            ("skipped" if not n else "", count, why[:70]) for n, (why, count) in enumerate(common)
        ]
        if rest := kinds.total() - sum(count for _, count in common):
            rows.append(("", rest, "for other reasons"))
        return [f"{name:11} {count:>9,} {why}" for name, count, why in rows if count]

    def _splits(self) -> list[str]:
        unit = "bytes" if self.manifest.tokenizer is None else "tokens"
        if self.manifest.rows.shape:
            unit = "windows"
        lines = [f"{'split':11} {'pieces':>9} {unit:>15} {'files':>6}"]
        for name, shards in self.manifest.splits.items():
            pieces, rows = sum(s.pieces for s in shards), sum(s.rows for s in shards)
            lines.append(f"{name:11} {pieces:>9,} {rows:>15,} {len(shards):>6,}")
        return lines

    def _where(self) -> str:
        return f"\neverything is in {self.out}; skipped.csv there lists what was not taken, and why"
