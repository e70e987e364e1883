"""The bench itself, at a size that proves nothing about speed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import SEEDS

RUN = Path(__file__).with_name("run.py")
SIZES = {
    "rounds": 1,
    "requests": 100,
    "topics": 20,
    "passages": 100,
    "channels": 10,
    "due": 100,
    "feeds": 5,
    "questions": 5,
    "loads": 5,
}
SMALL = [word for name, size in SIZES.items() for word in (f"--{name}", str(size))] + ["--seeds", str(SEEDS)]


@pytest.mark.prove
@pytest.mark.timeout(900)  # the model reads every statement first
def test_the_bench_prints_every_figure_as_a_ratio() -> None:
    printed = subprocess.run([sys.executable, RUN, *SMALL], capture_output=True, text=True, check=True).stdout

    for figure in ("median requests/s", "memory after it", "exact name", "one typo", "unknown words", "first answer"):
        assert figure in printed
    for figure in ("question, by words", "question, by model", "memory of the model"):
        assert figure in printed
    for figure in ("5 documents", "without stems", "unchanged", "1% changed", "peak memory"):
        assert figure in printed
    for figure in ("5 feeds of 20 entries due at once", "all unchanged"):
        assert figure in printed
    for figure in ("median fan-out", "Due at once: 100", "Idle tick"):
        assert figure in printed
