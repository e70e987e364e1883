"""Each room has its tests: in the file of its name, or where tests/tested_elsewhere.txt says.

The list stays honest: it names no room that has a file of its own or is gone,
and every file that it names reaches the room by what it imports, its
conftests and the helpers beside it included.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.paths import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = HOUSE / "tests" / "tested_elsewhere.txt"
LOADED_BY_NAME = {
    "store/db/migrations/run.py": "store/db/migrations/",  # Alembic finds them in its folder
    "store/loading/reading.py": "store/loading/workers.py",  # the second process
}


def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules() -> Iterator[Path]:
    """Yield every module of bot and store that holds code, by its path from the checkout."""
    for package in ("bot", "store"):
        for path in sorted((HOUSE / package).rglob("*.py")):
            if path.name != "__init__.py" or any(not isinstance(node, ast.Expr) for node in read(path).body):
                yield path.relative_to(HOUSE)


def named(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def mirrored(path: Path) -> bool:
    """Whether the module has a test file of its own."""
    stem = path.parent.name if path.name == "__init__.py" else path.stem
    return (HOUSE / "tests" / path.parent / f"test_{stem}.py").exists()


def elsewhere() -> dict[str, str]:
    """Return what the list says: room to test file."""
    said: dict[str, str] = {}
    file = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("tests/"):
            file = line
        elif line.startswith("  "):
            said[line.strip()] = file
    return said


@cache
def imported(path: Path) -> frozenset[Path]:
    """Return the files that a file imports, at once or lazily, and those that it loads by name."""
    found: set[Path] = set()
    for node in ast.walk(read(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {each for name in names for each in files(name)}
        elif isinstance(node, ast.Import):
            found |= {each for alias in node.names for each in files(alias.name)}
    by_name = LOADED_BY_NAME.get(str(path.relative_to(HOUSE)))
    if by_name:
        found |= {each for each in path.parent.rglob("*.py") if str(each.relative_to(HOUSE)).startswith(by_name)}
    return frozenset(found)


def files(module: str) -> Iterator[Path]:
    """Yield the file of *module*, if it is one of ours, and what its packages say in `__init__`."""
    parts = module.split(".")
    if parts[0] in {"bot", "store", "tests"}:
        of_its_own = HOUSE.joinpath(*parts).with_suffix(".py")
        packages = (HOUSE.joinpath(*parts[:end], "__init__.py") for end in range(1, len(parts) + 1))
        yield from (path for path in (of_its_own, *packages) if path.exists())


def reached(test: Path) -> set[Path]:
    """Return all that a test file imports, however far down."""
    around = [folder / "conftest.py" for folder in test.parents if folder.is_relative_to(HOUSE / "tests")]
    waiting, seen = [test, *(path for path in around if path.exists())], set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imported(path)
    return seen


def test_each_room_has_its_tests_or_the_list_says_where_they_are() -> None:
    without = {named(path) for path in modules() if not mirrored(path)}

    assert without - elsewhere().keys() == set(), f"write a test file for it, or name it in {LIST.name}"


def test_the_list_names_no_room_that_has_tests_of_its_own_or_is_gone() -> None:
    without = {named(path) for path in modules() if not mirrored(path)}

    assert elsewhere().keys() - without == set()


def test_every_file_of_the_list_reaches_the_rooms_that_it_is_to_test() -> None:
    wrong: list[str] = []
    rooms = {named(path): HOUSE / path for path in modules()}
    told = elsewhere()
    for test in sorted(set(told.values())):
        reaches = reached(HOUSE / test) if (HOUSE / test).exists() else set[Path]()
        wrong += [f"{test}: {room}" for room, at in told.items() if at == test and rooms.get(room) not in reaches]

    assert wrong == []
