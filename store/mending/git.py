"""The files of an edit as a commit of their own, where the seed folder lies in a git repository."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 10
"""So long git is waited for: whoever else wants to load waits with us."""

_BOT = ("-c", "user.name=alliance bot", "-c", "user.email=alliance@localhost")
"""Who commits; the author is who edited."""


class GitCommit(NamedTuple):
    """What is committed: the names of files in the folder, what was done to what, and by whom."""

    files: Sequence[str]
    subject: str
    person: str

    @property
    def message(self) -> str:
        """The message, which names the person."""
        return f"{self.subject}\n\nEdited by {self.person}."


def commit(folder: Path, one: GitCommit) -> str:
    """Commit just these files; return what went wrong, in a sentence, and nothing where nothing did."""
    # What others have staged stays theirs, and is not committed.
    steps = (
        ["add", "-A", "--", *one.files],
        [*_BOT, "commit", "--quiet", "--only", f"--author={_author(one.person)}", "-m", one.message, "--", *one.files],
    )
    for step in steps:
        if wrong := _wrong(folder, step):
            return f"It is not committed: {wrong}"
    return ""


def _wrong(folder: Path, step: Sequence[str]) -> str:
    """Return why git did not do a *step*; empty where it did."""
    try:
        done = subprocess.run(  # noqa: S603 - git, by words of ours and names of files
            ["git", "-C", str(folder), *step],  # noqa: S607 - wherever the system has it
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return "there is no git here."
    except (OSError, subprocess.SubprocessError) as error:
        return f"git cannot be run ({type(error).__name__})."
    if done.returncode == 0:
        return ""
    told = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    return f"git says: {told[0] if told else f'it ended with {done.returncode}'}"


def _author(person: str) -> str:
    """Return who edited as git has authors."""
    name = "".join(letter for letter in person if letter not in "<>\n").strip() or "somebody"
    return f"{name} <{''.join(name.split()) or 'somebody'}@alliance.invalid>"
