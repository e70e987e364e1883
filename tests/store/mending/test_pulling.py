"""Edits that are commits of their files alone, and stand whatever git says."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store.core import BriefingStore
from store.mending.model import EditDone, NewTopic, ReplaceStatement, StatementDraft
from store.mending.pulling import commit
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.mending.service import Mending


@pytest.fixture
def mending(sqlite_url: str, folder: Path) -> Iterator[Mending]:
    """Of a store whose folder lies in a repository."""
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", "seeds")
    git(folder.parent, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "-m", "Begin")
    store = BriefingStore.open(sqlite_url)
    store.seeds_git = True
    store.load(folder, by="tests", at=NOW)
    yield store.mending(folder)
    store.close()


def git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def year(mending: Mending, text: str) -> EditDone:
    seen = mending.seen("opcon#1")
    assert seen is not None
    change = ReplaceStatement("opcon#1", replace(seen, text=text), seen.fingerprint)
    done = mending.apply(change, by="slack:U1", now=NOW, name="Han Jisoo")
    assert isinstance(done, EditDone)
    return done


def test_an_edit_and_its_undo_are_commits_of_just_their_file_by_their_person(mending: Mending, folder: Path) -> None:
    (folder / "topics/sma.md").write_text("being written")
    (folder / "topics/usfk.md").write_text("staged")
    git(folder, "add", "topics/usfk.md")

    done = year(mending, "No year yet.")
    mending.undo(done.edit, by="slack:U2", now=NOW, name="Daniel <x> Park")

    assert done.note == ""
    told = git(folder, "log", "--format=%an|%s|%b", "-2").splitlines()
    assert [line for line in told if line] == [
        "Daniel x Park|Undo an edit of opcon#1|Edited by Daniel <x> Park.",
        "Han Jisoo|Replace opcon#1|Edited by Han Jisoo.",
    ]
    assert git(folder, "show", "--format=", "--name-only", "HEAD~1") == "seeds/topics/opcon.md"
    assert git(folder, "diff", "--cached", "--name-only") == "seeds/topics/usfk.md"


def test_a_new_topic_is_committed_and_so_is_its_end(mending: Mending, folder: Path) -> None:
    first = StatementDraft("Lamps are lit.", "2026", "fact", (("harbour-gazette-2026", 1),))
    done = mending.apply(NewTopic("lamps", "Lamps", "harbour", "Lamps are lit.", (), first), by="x", now=NOW)
    assert isinstance(done, EditDone)

    mending.undo(done.edit, by="x", now=NOW)

    assert git(folder, "show", "--format=", "--name-status", "HEAD~1") == "A\tseeds/topics/lamps.md"
    assert git(folder, "show", "--format=", "--name-status", "HEAD") == "D\tseeds/topics/lamps.md"


def test_where_git_refuses_the_edit_stands_and_it_is_said(mending: Mending, folder: Path) -> None:
    (folder.parent / ".git/index.lock").touch()

    done = year(mending, "No year yet.")

    assert done.note.startswith("It is not committed: git says: fatal: Unable to create")
    assert "No year yet." in (folder / "topics/opcon.md").read_text()


def test_a_folder_in_no_repository_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()

    assert "not a git repository" in commit(tmp_path, ["a.md"], "Add a", "-x")


def test_a_machine_without_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert commit(tmp_path, ["a.md"], "Add a", "x") == "It is not committed: there is no git here."
