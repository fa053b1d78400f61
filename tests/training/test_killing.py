"""Killed by the system itself, at random moments, a run comes to the same end."""

import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "killing.py"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_three_kills_change_nothing():
    line = [sys.executable, str(SCRIPT), "--kills", "3", "--steps", "40", "--seed", "1"]
    told = subprocess.run(line, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
    assert "3 kills" in told.stdout


def test_networks_of_one_seed_are_alike_in_all_that_is_kept():
    from training.conftest import fresh

    one, other = (
        [np.asarray(keras.ops.convert_to_numpy(each)) for each in fresh().network.variables]
        for _ in range(2)
    )
    assert len(one) == len(other) > 6
    for mine, its in zip(one, other, strict=True):
        assert (mine == its).all()
