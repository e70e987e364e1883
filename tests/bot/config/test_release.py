from __future__ import annotations

import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.config import release
from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=Han", "-c", "user.email=han@desk.example", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_checkout_knows_its_commit(tmp_path: Path) -> None:
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "--message", "Begin")

    assert release.commit(tmp_path / "COMMIT", tmp_path) == git(tmp_path, "rev-parse", "--short=12", "HEAD")


def test_an_image_says_the_commit_that_it_was_built_with(tmp_path: Path) -> None:
    stamp = tmp_path / "COMMIT"
    stamp.write_text("3f2c1ab4d5e6\n")

    assert release.commit(stamp, HOUSE) == "3f2c1ab4d5e6"


def test_without_either_and_without_git_it_is_the_version_alone(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    (empty / ".git").mkdir(parents=True)

    assert release.commit(tmp_path / "COMMIT", tmp_path / "elsewhere") == ""
    assert release.commit(tmp_path / "COMMIT", empty) == ""
    assert release.release().startswith(version("alliance-bot"))
