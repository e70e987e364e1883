"""Edits on their way into files: written out into a folder that can be written, and as a commit of their own in git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from store.content import edits
from store.content.edits import EditState
from store.files import disk
from store.files.decoding import Unreadable
from store.ingest.atomic_files import all_or_none
from store.ingest.model import Pulled
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.content.edits import EditRecord
    from store.db.engine import Database


_SECONDS = 10
"""So long git is waited for: whoever else wants to load waits with us."""

_BOT = ("-c", "user.name=alliance bot", "-c", "user.email=alliance@localhost")
"""Who commits; the author is who edited."""


def pull(database: Database, folder: Path) -> Pulled:
    """Write what is kept into the topics of *folder*; ReadOnlyFolder or StorageFailed, and nothing has changed then.

    What is left is so because the folder says something else there; see `EditedPart`. The store keeps all of it until
    it has loaded a folder that has it.
    """
    disk.survey(folder)  # which refuses a folder that is not there
    with database.read() as connection:
        kept = edits.of_state(connection, EditState.KEPT)
    topics = _Topics(folder)
    written = tuple(one.part for one in kept if topics.takes(one))
    with all_or_none(folder) as changes:
        for name, data in topics.changed.items():
            path = disk.placed(folder, name)
            if data is None:
                changes.remove(path)
            else:
                changes.write(path, data, over=disk.is_there(path, follow=False))
    return Pulled(written, tuple(one.part for one in kept if one.part not in written))


class _Topics:
    """The topics of a folder, as they would be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}

    @property
    def changed(self) -> Mapping[str, bytes | None]:
        """What is in the files that change; None in one that goes."""
        return {name: data for name, data in self._after.items() if data != self._before[name]}

    def takes(self, one: EditRecord) -> bool:
        """Return whether the folder says what was edited, now that it is put in where it said what it was edited of."""
        part = EditedPart.of(one.part)
        said = part.said_in(self._content(part.file))
        if same(part, said, one.became):
            return True
        if not same(part, said, one.base):
            return False
        try:
            self._after[part.file] = part.written(self._after[part.file], one.became)
        except (Unwritable, Unreadable):
            return False
        return True

    def _content(self, name: str) -> bytes | None:
        if name not in self._after:
            path = disk.placed(self._folder, name)
            data = disk.content(path) if disk.is_there(path) else None
            self._before[name] = self._after[name] = data
        return self._after[name]


def commit(folder: Path, files: Sequence[str], subject: str, person: str) -> str:
    """Commit just these files; return what went wrong, in a sentence, and nothing where nothing did."""
    message = f"{subject}\n\nEdited by {person}."
    # What others have staged stays theirs, and is not committed.
    steps = (
        ["add", "-A", "--", *files],
        [*_BOT, "commit", "--quiet", "--only", f"--author={_author(person)}", "-m", message, "--", *files],
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
