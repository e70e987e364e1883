"""The seed folder to nouns, with every problem found in one go."""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from store import documents, files, overrides, references, topics
from store.documents import Unreadable
from store.errors import Problem, SeedsInvalid
from store.fields import Notebook
from store.model import Content
from store.references import Ticked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from store.model import Document
    from store.overrides import Given

    Progress = Callable[[str, int, int], None]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_FRONTED = (".md", ".txt")


class Read(NamedTuple):
    """What a folder says. *mark* is SHA-256, hex, over the names and bytes of all its files."""

    content: Content
    mark: str


def read(folder: Path, *, progress: Progress | None = None) -> Content:
    """Return the whole truth of *folder*.

    Raises NoInput when there is no such folder, PathRefused when its path
    climbs, and SeedsInvalid with every problem of every file otherwise.
    *progress* is told what is being read, how many are done and of how many.
    """
    return gather(folder, {}, progress=progress).content


def gather(
    folder: Path, kept: Mapping[str, bytes], *, progress: Progress | None = None, may_be_empty: bool = False
) -> Read:
    """Return what *folder* says, with the files that are *kept* for it, by name, where it has none of that name.

    Raises as `read`; an empty folder is no problem when it *may be empty*.
    """
    found = files.survey(folder)
    problems = list(found.refused)
    if not (found.topics or found.documents or found.refused or kept or may_be_empty):
        problems.append(Problem(files.shown(folder), 0, 0, "holds no topics and no documents; is it the right folder?"))
    beside = {files.placed(folder, name): content for name, content in kept.items()}
    beside = {path: content for path, content in beside.items() if not os.path.lexists(path)}
    reading = _Reading(folder, beside, problems, progress or _silent)
    sources = reading.documents(sorted((*found.documents, *beside)))
    drafts = reading.topics(found.topics)
    references.confirm([draft for draft in drafts.values() if draft], frozenset(drafts), sources)
    references.confirm_ticked(reading.ticked, frozenset(drafts))
    if problems:
        raise SeedsInvalid(problems)
    content = Content(
        {slug: draft.topic for slug, draft in sorted(drafts.items()) if draft},
        {id_: document for id_, document in sorted(sources.items()) if document},
    )
    return Read(content, reading.mark)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


class _Reading:
    """Reads file after file; what cannot be read stays in the result as None, so that it is not also missed."""

    def __init__(self, folder: Path, kept: Mapping[Path, bytes], problems: list[Problem], progress: Progress) -> None:
        self.folder = folder
        self.kept = kept
        self.problems = problems
        self.progress = progress
        self.digests: dict[str, str] = {}
        self.ticked: list[Ticked] = []

    @property
    def mark(self) -> str:
        """What was read, in one word: the same files give the same."""
        return sha256(json.dumps(sorted(self.digests.items())).encode()).hexdigest()

    def topics(self, paths: Sequence[Path]) -> dict[str, topics.Draft | None]:
        drafts: dict[str, topics.Draft | None] = {}
        for done, path in enumerate(paths, 1):
            notebook = self.notebook(path)
            if path.suffix != ".md":
                notebook.whole("is not a topic; a topic is a file <slug>.md")
            elif not _SLUG.fullmatch(path.stem) or len(path.stem) > 80:
                notebook.whole("is not named by a slug; use a-z, 0-9 and single hyphens, at most 80")
            else:
                text = self.text(path, notebook)
                drafts[path.stem] = None if text is None else topics.draft(path.stem, text, notebook)
            self.progress("topics", done, len(paths))
        return drafts

    def documents(self, paths: Sequence[Path]) -> dict[str, Document | None]:
        sidecars = {path.name: path for path in paths if path.suffix.lower() == files.SIDECAR}
        raw = [path for path in paths if path.name not in sidecars]
        read: dict[str, Document | None] = {}
        taken: dict[str, Path] = {}
        for done, path in enumerate(raw, 1):
            notebook = self.notebook(path)
            sidecar = sidecars.pop(path.name + files.SIDECAR, None)
            id_ = documents.identify(path.name)
            if path.suffix.lower() not in files.READABLE:
                notebook.whole(_unread(path))
            elif id_ in taken:
                notebook.whole(f"has the id '{id_}', as {files.shown(taken[id_])} has; rename one of them")
            else:
                taken[id_] = path
                read[id_] = self.document(path, sidecar, notebook)
            self.progress("documents", done, len(raw))
        for path in sidecars.values():
            self.notebook(path).whole("is the sidecar of no file here; name it <file name>.yaml")
        return read

    def document(self, path: Path, sidecar: Path | None, notebook: Notebook) -> Document | None:
        given: dict[str, str] = {}
        if sidecar is not None:
            beside = self.notebook(sidecar)
            given = self.given(overrides.of_sidecar(self.text(sidecar, beside) or "", beside), beside)
        try:
            data = self.content(path)
            if path.suffix.lower() not in _FRONTED:
                return documents.parse(path.name, data, given)
            fronted, body = overrides.of_front_matter(documents.decode(data), notebook)
            return documents.from_text(path.name, body, self.given(fronted, notebook) | given)
        except Unreadable as error:
            notebook.problems.append(error.problem(notebook.file))
        except OSError as error:
            notebook.whole(f"cannot be read ({error.strerror}); mend its permissions")
        return None

    def given(self, given: Given, notebook: Notebook) -> dict[str, str]:
        self.ticked += [Ticked(told, notebook) for told in given.topics]
        return given.said

    def text(self, path: Path, notebook: Notebook) -> str | None:
        try:
            return documents.decode(self.content(path))
        except Unreadable as error:
            notebook.problems.append(error.problem(notebook.file))
        except OSError as error:
            notebook.whole(f"cannot be read ({error.strerror}); mend its permissions")
        return None

    def content(self, path: Path) -> bytes:
        data = self.kept[path] if path in self.kept else files.content(path)
        self.digests[path.relative_to(self.folder).as_posix()] = sha256(data).hexdigest()
        return data

    def notebook(self, path: Path) -> Notebook:
        name = files.shown(path)
        return Notebook(f"{name} (kept in the store)" if path in self.kept else name, self.problems)


def _unread(path: Path) -> str:
    if path.suffix.lower() == ".yml":
        return f"is not read; a sidecar is named by its file and {files.SIDECAR}: rename it"
    return f"is not a document that can be read; save it as one of {', '.join(files.READABLE)}"
