"""A release is one command: what it changes, what it builds, and what it refuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ["CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "requirements.lock", ".gitignore"]


class Checkout:
    """A repository with what a release touches, and one commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file in NEEDED:
            shutil.copy(HOUSE / file, folder)
        shutil.copytree(HOUSE / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        for package in ("bot", "store"):
            (folder / package).mkdir()
            (folder / package / "__init__.py").touch()
        self.write("CHANGELOG.md", "# Changes\n\n## 3.1.0 (unreleased)\n\n- Lighthouses answer.\n")
        self.git("init", "--quiet")
        self.git("config", "user.name", "Editor")
        self.git("config", "user.email", "editor@example.org")
        self.commit()

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, "utf-8")

    def read(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change something")

    def release(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "deploy/release.py", *words]
        return subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_release_names_itself_everywhere_and_builds_what_is_published(checkout: Checkout) -> None:
    done = checkout.release("3.1.4")

    assert done.returncode == 0, done.stderr
    assert "git push --atomic origin HEAD v3.1.4" in done.stdout
    assert checkout.git("status", "--porcelain") == ""
    assert checkout.git("describe").strip() == "v3.1.4"
    assert tomllib.loads(checkout.read("pyproject.toml"))["project"]["version"] == "3.1.4"
    assert checkout.read("deploy/kubernetes.yaml").count("image: alliance-bot:3.1.4\n") == 4
    day = checkout.git("log", "-1", "--format=%ad", "--date=format-local:%Y-%m-%d").strip()
    assert f"## 3.1.4 ({day})\n\n- Lighthouses answer." in checkout.read("CHANGELOG.md")
    with zipfile.ZipFile(checkout.folder / "dist/alliance_bot-3.1.4-py3-none-any.whl") as wheel:
        assert {"bot/__init__.py", "store/__init__.py"} <= set(wheel.namelist())


def test_a_release_says_what_it_brings_of_others_and_their_licences(checkout: Checkout) -> None:
    assert checkout.release("3.1.4").returncode == 0

    bill = json.loads(checkout.read("dist/sbom.cdx.json"))
    notices = checkout.read("dist/THIRD-PARTY-NOTICES.txt")
    names = {one["name"]: one for one in bill["components"]}
    ours = next(one for one in bill["dependencies"] if one["ref"] == "alliance-bot")
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", "3.1.4")
    assert {"slack-bolt", "sqlalchemy", "lxml", "uvicorn"} <= set(ours["dependsOn"]) <= set(names)
    assert [name for name, one in names.items() if "licenses" not in one] == []
    assert [name for name, one in names.items() if f"\n{name} {one['version']}\n" not in notices] == []
    assert "LGPL" in notices
    assert "pytest" not in names


def test_what_is_no_version_is_refused(checkout: Checkout) -> None:
    said = [checkout.release(version).stderr for version in ("", "next", "3.1", "v3.1.4", "3.1.4rc1")]

    assert all("is not a version" in one for one in said)


def test_a_version_not_above_the_last_is_refused(checkout: Checkout) -> None:
    checkout.git("tag", "v3.9.0")
    checkout.git("tag", "v3.10.0")

    done = checkout.release("3.10.0")

    assert done.stderr == "3.10.0 is not above 3.10.0, the last release; take a higher one\n"


def test_a_tree_with_changes_is_refused(checkout: Checkout) -> None:
    checkout.write("bot/new.py", "")

    done = checkout.release("3.1.4")

    assert done.stderr == "There are changes that are not committed; commit or stash them, then release\n"


@pytest.mark.parametrize("changes", ["## 3.1.0 (2026-01-02)\n\n- Said.\n", "## Unreleased\n\n## 3.1.0 (2026-01-02)\n"])
def test_a_release_that_changes_nothing_is_refused(checkout: Checkout, changes: str) -> None:
    checkout.write("CHANGELOG.md", f"# Changes\n\n{changes}")
    checkout.commit()

    done = checkout.release("3.1.4")

    assert done.stderr.startswith("CHANGELOG.md says nothing")
    assert checkout.git("tag") == ""


def test_a_release_that_cannot_be_built_leaves_everything_as_it_was(checkout: Checkout) -> None:
    (checkout.folder / "README.md").unlink()
    checkout.commit()

    done = checkout.release("3.1.4")

    assert done.returncode != 0
    assert checkout.git("status", "--porcelain") == ""
    assert checkout.git("tag") == ""
