"""What makes a folder be read again: the code of the store and its word lists, wherever in the package they stand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.seeds.document_files import reader
from tests.paths import HOUSE, SEEDS

FILES = sorted(
    str(path.relative_to(HOUSE / "store"))
    for path in (HOUSE / "store").rglob("*")
    if path.is_file() and path.suffix != ".pyc"
)

LOADED_TWICE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from store.core import BriefingStore

store = BriefingStore.open(sys.argv[1])
store.migrate()
told = []
store.load(Path(sys.argv[2]), by="tests", at=datetime.now(UTC), progress=lambda *done: told.append(done))
print(len(told))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package store."""
    return Path(shutil.copytree(HOUSE / "store", tmp_path / "store", ignore=shutil.ignore_patterns("__pycache__")))


def reads(package: Path, folder: Path) -> bool:
    """Return whether a load of *folder* by the store of *package* reads any file."""
    here = package.parent
    call = [sys.executable, "-c", LOADED_TWICE, f"sqlite:///{here / 'alliance.db'}", str(folder)]
    done = subprocess.run(call, cwd=here, env={"PYTHONPATH": str(here)}, capture_output=True, text=True, check=True)
    return int(done.stdout) > 0


def changed(package: Path, name: str) -> str:
    """Return the reader while one file has another line."""
    path = package / name
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    reader.cache_clear()
    try:
        return reader(package)
    finally:
        path.write_bytes(before)


def test_the_same_code_is_the_same_reader(package: Path) -> None:
    assert reader(package) == reader()


def test_a_change_of_any_file_of_the_store_is_another_reader(package: Path) -> None:
    before = reader(package)

    readers = {changed(package, name) for name in FILES}

    assert before not in readers
    assert len(readers) == len(FILES)


def test_a_new_word_list_is_another_reader(package: Path) -> None:
    (package / "text" / "words.txt").write_text("colour\n", encoding="utf-8")

    assert reader(package) != reader()


def test_what_python_compiled_is_no_other_reader(package: Path) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "core.pyc").write_bytes(b"compiled")

    assert reader(package) == reader()


def test_an_unchanged_folder_is_read_again_once_a_parser_changed(package: Path) -> None:
    assert reads(package, SEEDS)
    assert not reads(package, SEEDS)

    with (package / "documents" / "metadata" / "bylines.py").open("a", encoding="utf-8") as file:
        file.write("# A new release.\n")

    assert reads(package, SEEDS)
