"""No digest is lost or doubled while processes are killed and Slack misbehaves; see digest_race.py beside this file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RACE = Path(__file__).with_name("digest_race.py")

# One race at a time: each has processes enough for every core.
pytestmark = [pytest.mark.prove, pytest.mark.timeout(1_500), pytest.mark.xdist_group("races")]


def race(url, *options):
    ran = subprocess.run([sys.executable, RACE, url, *options], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_eight_processes_and_a_hundred_kills_lose_and_double_nothing(database_url, record_property):
    found = race(database_url, "--deliveries", "1000", "--processes", "8", "--kills", "100")

    record_property("race", found)
    assert (found["doubled"], found["lost"], found["claimed_but_posted"], found["open"]) == (0, 0, 0, [])
    assert found["deliveries"] == sum(found["states"].values()) == 1000
    assert found["kills"] == 100


def test_a_poster_that_repeats_on_silence_does_double(database_url):
    found = race(database_url, "--deliveries", "200", "--processes", "2", "--kills", "0", "--naive")

    assert found["doubled"] > 0
