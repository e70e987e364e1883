"""The seed folder to nouns, with every problem found in one go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store import documents, files, overrides, references, topics
from store.documents import Unreadable
from store.errors import Problem, SeedsInvalid
from store.fields import Notebook
from store.model import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from store.model import Document

    Progress = Callable[[str, int, int], None]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_FRONTED = (".md", ".txt")


def read(folder: Path, *, progress: Progress | None = None) -> Content:
    """Return the whole truth of *folder*.

    Raises NoInput when there is no such folder, PathRefused when its path
    climbs, and SeedsInvalid with every problem of every file otherwise.
    *progress* is told what is being read, how many are done and of how many.
    """
    found = files.survey(folder)
    problems = list(found.refused)
    if not (found.topics or found.documents or found.refused):
        problems.append(Problem(files.shown(folder), 0, 0, "holds no topics and no documents; is it the right folder?"))
    reading = _Reading(problems, progress or _silent)
    sources = reading.documents(found.documents)
    drafts = reading.topics(found.topics)
    references.confirm([draft for draft in drafts.values() if draft], frozenset(drafts), sources)
    if problems:
        raise SeedsInvalid(problems)
    return Content(
        {slug: draft.topic for slug, draft in sorted(drafts.items()) if draft},
        {id_: document for id_, document in sorted(sources.items()) if document},
    )


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


class _Reading:
    """Reads file after file; what cannot be read stays in the result as None, so that it is not also missed."""

    def __init__(self, problems: list[Problem], progress: Progress) -> None:
        self.problems = problems
        self.progress = progress

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
            given = overrides.of_sidecar(self.text(sidecar, beside) or "", beside)
        try:
            data = files.content(path)
            if path.suffix.lower() not in _FRONTED:
                return documents.parse(path.name, data, given)
            fronted, body = overrides.of_front_matter(documents.decode(data), notebook)
            return documents.from_text(path.name, body, fronted | given)
        except Unreadable as error:
            notebook.problems.append(error.problem(notebook.file))
        except OSError as error:
            notebook.whole(f"cannot be read ({error.strerror}); mend its permissions")
        return None

    def text(self, path: Path, notebook: Notebook) -> str | None:
        try:
            return documents.decode(files.content(path))
        except Unreadable as error:
            notebook.problems.append(error.problem(notebook.file))
        except OSError as error:
            notebook.whole(f"cannot be read ({error.strerror}); mend its permissions")
        return None

    def notebook(self, path: Path) -> Notebook:
        return Notebook(files.shown(path), self.problems)


def _unread(path: Path) -> str:
    if path.suffix.lower() == ".yml":
        return f"is not read; a sidecar is named by its file and {files.SIDECAR}: rename it"
    return f"is not a document that can be read; save it as one of {', '.join(files.READABLE)}"
