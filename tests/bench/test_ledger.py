"""The table and the picture of what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tests.bench.ledger import Row, append, kept, picture, table

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (
    Row("requests a second", 0.8, "of bare bolt", 0.9, at_least=True),
    Row("memory <of it>", 120.0, "MB", 150),
    Row("search", 3.0, "ms"),
)


def test_rows_of_several_processes_are_one_table(tmp_path: Path) -> None:
    append(tmp_path / "rows", ROWS[:1])
    append(tmp_path / "rows", ROWS[1:])

    lines = table(kept(tmp_path / "rows")).splitlines()

    assert [line.split("|")[1].strip() for line in lines[2:]] == [row.what for row in ROWS]
    assert "at least 0.9" in lines[2]
    assert len({len(line) for line in lines}) == 1


def test_a_bar_is_red_where_the_aim_is_missed() -> None:
    drawn = ElementTree.fromstring(picture(ROWS, "On this machine"))  # noqa: S314 - our own

    bars = [one.get("fill") for one in drawn.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert bars == ["#b3261e", "#2e7d32"]
