"""One run of prepare, step by step: compare, read, judge, bind."""

import json
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from symbolic.datasets.folder import nothing_in
from symbolic.datasets.items import Skipped, walk
from symbolic.datasets.preparing.archives import loosened
from symbolic.datasets.preparing.binding import bind
from symbolic.datasets.preparing.engines import Engine, Local
from symbolic.datasets.preparing.jobs import Job, cut
from symbolic.datasets.preparing.known import Compared, Known
from symbolic.datasets.preparing.part import read_lines
from symbolic.datasets.preparing.place import clear, finished_before, workshop
from symbolic.datasets.preparing.reading import Reading, gathered, read
from symbolic.datasets.preparing.recipe import Recipe
from symbolic.datasets.preparing.summary import Summary
from symbolic.datasets.preparing.verdicts import NOBODY, Verdicts, judged
from symbolic.datasets.shards.appending import append_identities, append_rows
from symbolic.datasets.shards.layout import IDENTITIES, LEFT_OUT, PARTS, SOURCES, TOKENIZER
from symbolic.datasets.shards.manifest import Manifest
from symbolic.datasets.split import SPLITS
from symbolic.errors import SymbolicError

FEW = 256  # files that one process has read before others have started


@dataclass(frozen=True)
class Order:
    """What is asked of a run. See `prepare`."""

    folder: Path
    out: Path
    recipe: Recipe
    shares: tuple[float, ...]
    seed: int
    keep_duplicates: bool
    workers: int | None
    cluster: str | None
    progress: bool | None

    def blank(self) -> Manifest:
        """The manifest of a folder in which there is nothing yet."""
        recipe = self.recipe
        known = json.loads(json.dumps(recipe.described))
        asked = {
            "shares": list(self.shares),
            "seed": self.seed,
            "keep_duplicates": self.keep_duplicates,
        }
        splits: dict[str, list] = {name: [] for name in SPLITS[: len(self.shares)]}
        return Manifest(recipe.kind, known, recipe.rows, asked, splits)


def carry_out(order: Order) -> Summary:
    """Do what is asked; raise one sentence, leaving nothing that looks finished, if it fails."""
    begun = time.perf_counter()
    before = finished_before(order.folder, order.out)
    if before is not None:
        _check_same(order, before)
    found = walk(order.folder.absolute())
    if before is None and not found.items:
        raise SymbolicError(nothing_in(order.folder, found.skipped))
    known = Known(order.out, before)
    compared, skipped = known.compare(found.items), known.news(found.skipped)
    del found  # a million names
    if before is not None and not (compared.new or compared.touched or skipped):
        if (order.out / PARTS).is_dir():  # of a run that was killed at its very end
            with workshop(order.out, order.recipe):
                pass
            clear(order.out)
        return Summary(order.out, before, before=len(known))
    with workshop(order.out, order.recipe) as parts:
        run = _Run(order, before or order.blank(), known, compared, skipped)
        summary = run.through(parts)
    clear(order.out)
    if summary is None:
        raise SymbolicError(nothing_in(order.folder, run.skipped))
    summary.seconds = time.perf_counter() - begun
    return summary


def _check_same(order: Order, before: Manifest) -> None:
    """Raise one sentence if a finished folder was made in another way."""
    asked = order.blank()
    for name in ("kind", "tokenizer", "recipe"):
        if getattr(asked, name) != getattr(before, name):
            raise SymbolicError(
                f"{order.out} was prepared with another {name}: prepare into a new folder"
            )


class _Run:
    """What a run knows on its way.

    Parameters
    ----------
    before
        The manifest, of an empty folder if need be.
    known, compared
        What was read before, and what is to be read.
    skipped
        What could not be looked into.
    """

    def __init__(
        self,
        order: Order,
        before: Manifest,
        known: Known,
        compared: Compared,
        skipped: list[Skipped],
    ):
        self.order = order
        self.before = before
        self.known = known
        self.compared = compared
        self.skipped = skipped

    def through(self, parts: Path) -> Summary | None:
        """Do every step; None if there is not one piece in any file."""
        reading, count = self._read(parts)
        jobs = reading.jobs[:count]
        self.known.check(self.compared, gathered(reading.jobs[count:], 0))
        new = gathered(jobs, len(self.known))
        if len(new) == 0 and not self.before.tables:
            lines = (line for job in jobs for line in read_lines(job))
            self.skipped += [Skipped(line.name, line.reason) for line in lines]
            return None
        order, old = self.order, self.known.identities
        verdicts = judged(old, new, order.shares, order.seed, order.keep_duplicates)
        new["split"], new["home"] = verdicts.split, verdicts.home
        summary = self._summary(reading, verdicts)
        self._write(jobs, new, verdicts, summary)
        return summary

    def _read(self, parts: Path) -> tuple[Reading, int]:
        """Have everything read; say how many of the jobs are of new files."""
        from tqdm import tqdm

        order, compared = self.order, self.compared
        new, touched = (
            list(cut(loosened(items, parts), str(parts), order.recipe.digest))
            for items in (compared.new, compared.touched)
        )
        files = len(compared.new) + len(compared.touched)
        fresh = not any(parts.glob("??"))
        disable = None if order.progress is None else not order.progress
        with tqdm(total=files, unit="file", disable=disable, file=sys.stderr) as bar:
            news = read(new, self._engine(files), fresh, bar.update)
            again = read(touched, self._engine(files), fresh, bar.update)
        both = Reading(news.jobs + again.jobs, news.resumed + again.resumed)
        return both, len(news.jobs)

    def _engine(self, files: int) -> Engine:
        order = self.order
        if order.cluster is not None:
            from symbolic.datasets.preparing.engines.dask import Dask

            return Dask(order.cluster, order.workers)
        return Local(order.workers if order.workers is not None or files > FEW else 1)

    def _write(
        self, jobs: list[Job], new: np.ndarray, verdicts: Verdicts, summary: Summary
    ) -> None:
        """Add shards and tables, and at last the manifest that says so."""
        out, recipe, before = self.order.out, self.order.recipe, self.before
        if recipe.tokenizer is not None and not before.tables:
            os.replace(recipe.tokenizer.save(out / PARTS / TOKENIZER), out / TOKENIZER)
        bound = bind(
            out, jobs, recipe, before.splits, before.tables,
            self.known.identities, new, verdicts, self.skipped,
        )  # fmt: skip
        sources = [(item.name, item.size, item.stamp) for item in self.compared.new]
        sources += [(name, 0, 0) for name, _ in self.skipped]
        sizes = {
            **bound.sizes,
            SOURCES: append_rows(out, SOURCES, before.tables, sources),
            IDENTITIES: append_identities(out, before.tables, new),
        }
        summary.reasons = bound.reasons
        manifest = replace(
            before,
            splits={name: before.splits[name] + shards for name, shards in bound.shards.items()},
            tables=sizes,
            totals=self._totals(summary, verdicts),
        )
        manifest.write(out, out / PARTS)
        summary.manifest = manifest

    def _summary(self, reading: Reading, verdicts: Verdicts) -> Summary:
        again = verdicts.twin != NOBODY
        return Summary(
            out=self.order.out,
            manifest=self.before,
            files=len(self.compared.new) + len(self.compared.touched) - reading.resumed,
            before=len(self.known),
            resumed=reading.resumed,
            pieces=len(verdicts.split),
            exact=int((again & verdicts.exact).sum()),
            alike=int((again & ~verdicts.exact).sum()),
            torn=int((verdicts.home == LEFT_OUT).sum()),
            duplicates_kept=self.order.keep_duplicates,
        )

    def _totals(self, summary: Summary, verdicts: Verdicts) -> dict[str, int]:
        """The counts of the whole folder."""
        here = {
            "files": len(self.compared.new),
            "pieces": int((verdicts.split != LEFT_OUT).sum()),
            "skipped": summary.reasons.total(),
            "the same music": summary.exact,
            "the same music transposed or at another speed": summary.alike,
            "like pieces of several splits": summary.torn,
        }
        return {name: count + self.before.totals.get(name, 0) for name, count in here.items()}
