"""No lookup is lost behind a proxy while bots are replaced, one freezes, the database goes, and a release comes in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.paths import HOUSE

pytestmark = [
    pytest.mark.prove,
    pytest.mark.timeout(300),  # bots start eight times
    pytest.mark.skipif(shutil.which("haproxy") is None, reason="HAProxy is not here (apt: haproxy)"),
]

SCRIPT = HOUSE / "tests/bench/rolling.py"
WHILE = ["a rolling restart", "a bot that freezes", "the database stopped and started", "a release with a migration"]


def test_no_lookup_is_lost_behind_haproxy_whatever_happens_to_the_bots() -> None:
    """With nginx, and longer, by hand: `make rolling`."""
    settings = {**os.environ, "PYTHONPATH": str(HOUSE)}  # noqa: TID251 - of a program

    done = subprocess.run(
        [sys.executable, SCRIPT, "haproxy"], cwd=HOUSE, env=settings, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    told = re.findall(r"^(.+): ([\d,]+) of ([\d,]+) lost", done.stdout, re.MULTILINE)
    assert [name for name, _, _ in told] == WHILE
    assert {lost for _, lost, _ in told} == {"0"}, done.stdout
    assert all(int(asked.replace(",", "")) > 20 for _, _, asked in told)
