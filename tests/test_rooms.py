"""How tests and rooms lie: what is true of every file at once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

from store.files.formats import FORMATS
from tests.paths import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TESTS = HOUSE / "tests"
MOST_SECONDS = 0.5
SLEEPS = {"sleep": 1.0, "wait_for_timeout": 0.001}
"""What sleeps, and its unit in seconds."""
LONG_SLEEPS_FOR_A_REASON = {
    "tests/bench/rolling.py": "how long an outage lasts; no test, run by hand",
    "tests/races/digest_race.py": "an answer of the stand-in that comes after its asker has given up at 1 s",
}

BEHIND_THE_STORE = {
    "DocumentIngest",
    "Admins",
    "Archive",
    "Audit",
    "Database",
    "Loader",
    "Maintenance",
    "Outbox",
    "Past",
    "Roster",
    "SeedFiles",
    "UsageLog",
}
"""What BriefingStore makes, once and with its settings; elsewhere these names are types."""


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imported_at_runtime(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """Yield the imports of names that are carried out: all but those below `if TYPE_CHECKING`."""
    for node in tree.body:
        if not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"):
            yield from (each for each in ast.walk(node) if isinstance(each, ast.ImportFrom))


def slept(tree: ast.Module) -> Iterator[float]:
    """Yield the seconds of every sleep whose length is fixed, as a number or by a name of the module."""
    fixed = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name) and len(node.args) == 1:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            unit = SLEEPS.get(called, 0.0)
            length = node.args[0]
            given = length.value if isinstance(length, ast.Constant) else fixed.get(getattr(length, "id", ""), 0)
            if isinstance(given, int | float):
                yield given * unit


def test_no_test_sleeps_longer_than_half_a_second() -> None:
    long = {
        str(path.relative_to(HOUSE))
        for path in sources(TESTS)
        for text in [path.read_text(encoding="utf-8")]
        if any(name in text for name in SLEEPS) and max(slept(ast.parse(text)), default=0) > MOST_SECONDS
    }

    assert long == set(LONG_SLEEPS_FOR_A_REASON)


def test_no_folder_holds_more_than_twenty_modules() -> None:
    folders = {path.parent for package in ("bot", "store") for path in sources(HOUSE / package)}

    many = {str(folder.relative_to(HOUSE)) for folder in folders if len(list(folder.glob("[!_]*.py"))) > 20}

    # The history of the schema only ever grows, a file at a time.
    assert many <= {"store/db/migrations/versions"}


def test_a_class_name_stands_once() -> None:
    files = [path.read_text("utf-8") for package in ("bot", "store") for path in sources(HOUSE / package)]

    names = Counter(name for text in files for name in re.findall(r"^ *class (\w+)", text, re.MULTILINE))

    assert [name for name, times in names.items() if times > 1] == []


def test_doors_are_given_what_stands_behind_the_store_and_never_make_it() -> None:
    made = {
        f"{path.relative_to(HOUSE)}: {alias.name}"
        for path in sources(HOUSE / "bot")
        for node in imported_at_runtime(ast.parse(path.read_text("utf-8")))
        for alias in node.names
        if alias.name in BEHIND_THE_STORE and (node.module or "").startswith("store.")
    }

    assert made == set()


def test_no_door_touches_the_database_of_the_store() -> None:
    touching = [str(path) for path in sources(HOUSE / "bot") if "store.database" in path.read_text("utf-8")]

    assert touching == []


def test_every_format_that_is_read_is_named_in_the_readme() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")

    assert [one.name for one in FORMATS if one.suffixes[0] not in readme] == []
