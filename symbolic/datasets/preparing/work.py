"""What a worker does: read the files of a job one after the other, and write a part."""

import os
import platform

from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.items import Item, read_item
from symbolic.datasets.piece import work_of
from symbolic.datasets.preparing.jobs import Job
from symbolic.datasets.preparing.part import Part
from symbolic.datasets.preparing.recipe import Recipe, read_recipe
from symbolic.errors import SymbolicError

CRASHED = "it crashed the reader"


def work(job: Job) -> None:
    """Do a job: its part is then on the disk."""
    if not os.path.isdir(job.parts):
        raise SymbolicError(
            f"the worker on {platform.node()} does not see {job.parts}: give folders that all"
            " workers share"
        )
    recipe = read_recipe(job.parts, job.recipe)
    with Part(job) as part:
        for number, item in enumerate(job.items):
            _read(item, number, recipe, part)


def give_up(job: Job) -> None:
    """Write the part of a job whose one file kills every worker that reads it."""
    with Part(job) as part:
        for item in job.items:
            part.skip(item.name, CRASHED)


def _read(item: Item, number: int, recipe: Recipe, part: Part) -> None:
    """Write every piece of a file, or why there is none."""
    scores = read_item(item)
    while True:
        try:
            found = next(scores, None)
        except Exception as error:  # whatever a file does, the others are read
            part.skip(item.name, _reason(item.name, error))
            return
        if found is None:
            return
        name, score = found
        try:
            rows, facts, identity = recipe.made_of(name, score), facts_of(score), identity_of(score)
        except Exception as error:
            part.skip(name, _reason(name, error))
            continue
        part.add(name, number, rows, identity, work_of(name), facts)


def _reason(name: str, error: Exception) -> str:
    """An error in words, without the name that stands before it in the table."""
    words = " ".join(str(error).split())
    if not isinstance(error, SymbolicError):
        words = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return words.removeprefix(f"{name}: ").removeprefix(f"{name.partition('#')[0]}: ")
