"""The page's own scripts: what they load, in what order they lie, and what none of them does."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from bot.simulator.page.static import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = FOLDER / "js"
IMPORT = re.compile(r'^import \{ ([^}]+) \} from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)


def scripts() -> list[Path]:
    return sorted(SCRIPTS.rglob("*.js"))


def imports(script: Path) -> dict[Path, set[str]]:
    """Return what *script* takes from which other."""
    found = IMPORT.findall(script.read_text(encoding="utf-8"))
    return {(script.parent / where).resolve(): {*re.split(r",\s*", names)} for names, where in found}


def ordered(graph: dict[str, set[str]]) -> list[str]:
    """Return the nodes, each after those it needs; CycleError names a circle."""
    return list(TopologicalSorter(graph).static_order())


def named(script: Path) -> str:
    return script.relative_to(SCRIPTS).as_posix()


def test_every_import_names_something_that_another_script_gives() -> None:
    missing = [
        f"{named(script)}: {name} from {other.name}"
        for script in scripts()
        for other, names in imports(script).items()
        for name in names - {*EXPORT.findall(other.read_text(encoding="utf-8"))}
    ]

    assert missing == []


def test_every_import_is_of_the_form_that_is_looked_for() -> None:
    words = {
        named(one): len(re.findall(r"\bimport\b\s*[({*\"']", one.read_text(encoding="utf-8"))) for one in scripts()
    }

    assert words == {named(one): len(IMPORT.findall(one.read_text(encoding="utf-8"))) for one in scripts()}


def test_no_script_needs_itself_by_way_of_others() -> None:
    graph = {named(script): {named(other) for other in imports(script)} for script in scripts()}

    assert ordered(graph)[-1] == "main.js"


def test_no_folder_of_scripts_needs_itself_by_way_of_others() -> None:
    graph: dict[str, set[str]] = {}
    for script in scripts():
        below = {other.parent.name for other in imports(script)} - {script.parent.name}
        graph.setdefault(script.parent.name, set()).update(below)

    assert ordered(graph)[-1] == "js"


def test_a_circle_would_be_named() -> None:
    with pytest.raises(CycleError, match="nodes are in a cycle"):
        ordered({"a": {"b"}, "b": {"a"}})


def test_no_folder_of_scripts_holds_more_than_twenty() -> None:
    folders = [SCRIPTS, *(path for path in SCRIPTS.rglob("*") if path.is_dir())]

    assert max(len(list(folder.glob("*.js"))) for folder in folders) <= 20


def test_no_script_turns_text_into_markup() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\("
    found = [named(script) for script in scripts() if re.search(forbidden, script.read_text(encoding="utf-8"))]

    assert scripts()
    assert found == []


def test_the_page_names_every_script_so_that_none_waits_for_another() -> None:
    loaded = set(re.findall(r'static/js/([a-z/]+\.js)"', (FOLDER / "index.html").read_text(encoding="utf-8")))

    assert loaded == {named(script) for script in scripts()}
