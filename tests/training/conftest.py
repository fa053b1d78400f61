"""A tiny training that is quick to repeat, and how two of them are compared."""

import pytest
from datasets.conftest import tune

from symbolic import BarTokenizer, Corpus
from symbolic.models import NoteLSTM
from symbolic.models.artifact import weights_of
from symbolic.training.history import CLOCKED

TOKENIZER = BarTokenizer(velocities=8)
CORPUS = Corpus.from_scores([tune(seed) for seed in range(24)])
TRAIN = CORPUS[:18].windows(TOKENIZER, length=16, batch_size=8, transpose=range(-3, 3))
HELD = CORPUS[18:].windows(TOKENIZER, length=16, batch_size=8, shuffle=False)


def fresh(kind=NoteLSTM, **options):
    return kind(TOKENIZER, "tiny", **{"embedding": 8, "units": 12, "dropout": 0.1, **options})


def learned(run, kind=NoteLSTM, **options):
    model = fresh(kind)
    told = {"steps": 12, "every": 3, "progress": False, **options}
    return model, model.fit(TRAIN, HELD, run=run, **told)


def rows(run):
    told = [{k: v for k, v in row.items() if k not in CLOCKED} for row in run.history.rows]
    return [{k: v for k, v in row.items() if v is not None} for row in told]


def same_weights(one, other):
    a, b = weights_of(one.network), weights_of(other.network)
    return a.keys() == b.keys() and all((a[name] == b[name]).all() for name in a)


def kill_after(monkeypatch, where, times):
    """Let a function of the training be the last that runs."""
    from symbolic.training import loop as module

    kept = getattr(module, where)
    calls = []

    def last(*args, **options):
        calls.append(1)
        if len(calls) > times:
            raise Killed
        return kept(*args, **options)

    monkeypatch.setattr(module, where, last)


class Killed(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """A run that was never interrupted."""
    return learned(tmp_path_factory.mktemp("runs") / "whole")
