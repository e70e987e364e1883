"""Whichever call fails, people read the old or the new, and the folder is whole; see sweep.py beside this file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.conftest import ALLIANCE, environment
from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

ON_SQLITE = [
    pytest.param("sqlite", orders, id=name)
    for name, orders in {
        "a load": ["Load=files:ENOSPC,files:EIO,files:full,files:lock,sql:ENOSPC,sql:EIO,sql:lock"],
        "what SQLite asks of the system": [
            "Load=system:ENOSPC+EIO,system:full,system:lock",
            "Abandoned=system:sync,system:unlock",
            "Backup=system:full",
        ],
        "adding": ["Add=files:EIO+ENOSPC,files:full,sql:lock+EIO"],
        "replacing": ["Replace=files:EIO+ENOSPC,files:full", "Supersede=files:full,sql:lock+EIO"],
        "a poll": ["Poll=files:EIO+ENOSPC,sql:lock+EIO"],
        "an edit": ["Mend=files:EIO+ENOSPC,sql:lock+EIO"],
        "an edit that is undone, or kept": ["Unmend=files:full", "MendKept=sql:lock+EIO"],
        "everything else": [
            "Pull=files:EIO+ENOSPC,files:full,sql:lock+EIO",
            "Rollback=files:EIO+ENOSPC,sql:lock+EIO",
            "Backup=files:EIO+ENOSPC,files:full,sql:lock+EIO",
        ],
    }.items()
]
ON_POSTGRESQL = [
    pytest.param("postgresql", orders, id=f"{name} on PostgreSQL")
    for name, orders in {
        "a load": ["Load=files:EIO+ENOSPC,sql:EIO+ENOSPC,sql:lock,sql:away,sql:lost"],
        "everything else": [f"{what}=sql:away+lock,sql:lost" for what in ("Add", "Supersede", "Pull", "Rollback")],
        "a poll": ["Poll=sql:away+lock"],
        "an edit": ["Mend=sql:away+lock,sql:lost"],
        "a backup": ["Dump=files:EIO+ENOSPC,files:full,sql:away+EIO"],
    }.items()
]
MANY = {
    "Load files:EIO": 60,
    "Load sql:lock": 60,
    "Load sql:lost": 2,
    "Load system:ENOSPC+EIO": 150,
    "Add files:EIO+ENOSPC": 100,
}
"""So many calls there are at least; were there fewer, something would not be counted."""


def sweep(url: str, folder: Path, *orders: str) -> dict[str, Any]:
    """What came of each kind of call and fault."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.faults.sweep", url, folder, *orders]
    ran = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout)["kinds"])


def wrong(kinds: dict[str, Any]) -> list[str]:
    return [one for kind in kinds.values() for one in kind["wrong"]]


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, client_path: str) -> None:
    """PostgreSQL's programs on PATH, for a backup."""
    monkeypatch.setenv("PATH", client_path)


@pytest.mark.prove
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("dialect", "orders"), [*ON_SQLITE, *ON_POSTGRESQL], indirect=["dialect"])
def test_whichever_call_fails_the_old_is_served_and_nothing_half_written_stays(
    database_url: str, tmp_path: Path, record_property: Any, orders: list[str]
) -> None:
    kinds = sweep(database_url, tmp_path / "work", *orders)

    record_property("sweep", {kind: (came["calls"], came["codes"]) for kind, came in kinds.items()})
    assert wrong(kinds) == []
    assert [kind for kind, least in MANY.items() if kind in kinds and kinds[kind]["calls"] < least] == []
    # SQLite tries again for a lock that somebody else has, and gets it then; what was committed is done.
    done = {kind for kind, came in kinds.items() if not {"74", "75"} & {*came["codes"]}}
    assert done == {kind for kind in kinds if kind == "Load system:lock" or kind.endswith(":lost")}


@pytest.mark.prove
@pytest.mark.parametrize(
    ("order", "sorts"),
    [
        ("InPlace=files:full", ["ended with 70", "the folder holds"]),
        ("Halves=files:full", ["the store says something else"]),
    ],
)
def test_what_is_written_piece_by_piece_is_found(
    database_url: str, tmp_path: Path, order: str, sorts: list[str]
) -> None:
    told = wrong(sweep(database_url, tmp_path / "work", order))

    assert [sort for sort in sorts if not any(sort in one for one in told)] == []


@pytest.mark.parametrize(("fault", "code"), [("lock", 75), ("EIO", 74)])
def test_the_command_itself_ends_with_the_code_that_is_swept_for(
    database_url: str, tmp_path: Path, fault: str, code: int
) -> None:
    begin = f"from tests.faults.failing import Nth, fail_sql\nfail_sql(Nth(50, stays=True), '{fault}')\n"
    (tmp_path / "sitecustomize.py").write_text(begin, encoding="utf-8")
    settings = environment(database_url, PYTHONPATH=f"{tmp_path}:{HOUSE}")

    ran = subprocess.run([ALLIANCE, "load"], env=settings, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (code, "")
    assert "try again" in ran.stderr
