"""A load that dies, whenever it dies, leaves what was there; see load_race.py beside this file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.races.load_race import KEPT

RACE = Path(__file__).with_name("load_race.py")

# One race at a time: each has processes enough for every core.
pytestmark = [pytest.mark.prove, pytest.mark.timeout(1_500), pytest.mark.xdist_group("races")]


def race(url, folder, *options):
    ran = subprocess.run([sys.executable, RACE, url, folder, *options], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("kills", "documents"),
    [pytest.param("200", "24", id="a small folder"), pytest.param("5", "520", id="one that two processes read")],
)
def test_killed_loads_tear_no_answer_and_leave_a_sound_store(database_url, tmp_path, record_property, kills, documents):
    found = race(database_url, tmp_path, "--kills", kills, "--documents", documents)

    record_property("race", found)
    assert found["killed"] == int(kills)
    assert (found["torn_reads"], found["errors"], found["crashed_readers"]) == (0, 0, 0), found["torn"]
    assert found.get("failed", 0) == 0
    assert found["unsound"] == []
    assert found["next_load"] == ["stamp999999"]
    assert found["reads"] > 1000
    assert found["generations"] > 3
    assert found["kept"] <= KEPT + 2


def test_a_load_in_many_small_transactions_is_seen_torn(database_url, tmp_path):
    found = race(database_url, tmp_path, "--readers", "2", "--naive")

    assert found["torn_reads"] > 0
