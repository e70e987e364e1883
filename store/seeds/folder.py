"""The seed folder to nouns, with every problem found in one go."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from store.changes import silent
from store.errors import Problem, SeedsInvalid
from store.files import disk
from store.files.disk import File
from store.files.formats import READABLE, document_id, parted
from store.model import Content
from store.seeds import document_files, references, topics
from store.seeds.document_files import FROM_FEED, Job
from store.seeds.fields import Notebook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from store.changes import Progress
    from store.model import Topic
    from store.seeds.references import Ticked
    from store.seeds.topics import TopicDraft

KEPT = " (kept in the store)"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder, by name. *problems* says what is wrong with the rest, and more as it is found."""

    topics: tuple[File, ...]
    documents: tuple[File, ...]
    """Sidecars too."""
    problems: list[Problem]
    of_feeds: frozenset[str] = frozenset()
    """The documents that came by feeds, which the store has in any case: a folder is not another for their sake."""

    def marked(self, digests: Mapping[str, str]) -> Mapping[str, str]:
        """Return the *digests* that say which folder this is."""
        return {name: told for name, told in digests.items() if name not in self.of_feeds}

    def digests(self) -> dict[str, str]:
        """Return what is in each file, digested, by name; a file that cannot be read is left out."""
        found: dict[str, str] = {}
        for file in (*self.topics, *self.documents):
            with suppress(OSError):
                found[file.name] = disk.digest(file.content())
        return found


def listing(
    folder: Path,
    kept: Mapping[str, bytes] | None = None,
    of_feeds: Collection[str] = (),
    *,
    may_be_empty: bool = False,
) -> Listing:
    """Return the files of *folder*, and those that are *kept* for it, by name, where it has none of that name.

    *of_feeds* are the names of those that came by feeds. A sidecar that is kept with a document stays out where the
    folder has another document of that name.

    NoInput when there is no such folder, PathRefused when its path climbs.
    """
    found = disk.survey(folder)
    problems = list(found.refused)
    if not (found.topics or found.documents or found.refused or kept or may_be_empty):
        problems.append(Problem(disk.shown(folder), 0, 0, "holds no topics and no documents; is it the right folder?"))
    beside = {disk.placed(folder, name): content for name, content in (kept or {}).items()}
    there = _files(folder, found.documents)
    with disk.reading(folder):
        lacking = {
            path: content
            for path, content in beside.items()
            if not (disk.is_there(path, follow=False) or _astray(path, beside))
        }
    if lacking:
        kept_ = zip(_files(folder, map(str, lacking)), lacking.values(), strict=True)
        fed = {disk.placed(folder, name) for name in of_feeds}
        notes = [FROM_FEED if path in fed else KEPT for path in lacking]
        added = (file._replace(kept=content, note=note) for (file, content), note in zip(kept_, notes, strict=True))
        there = sorted([*there, *added])
    by_feed = frozenset(file.name for file in there if file.note == FROM_FEED)
    return Listing(tuple(_files(folder, found.topics)), tuple(there), problems, by_feed)


def _astray(path: Path, kept: Mapping[Path, bytes]) -> bool:
    """Return whether *path* is a sidecar of a document that is *kept*, and the folder has another one in its place."""
    document = path.with_name(path.name.removesuffix(disk.SIDECAR))
    if document == path or document not in kept:
        return False
    try:
        return disk.content(document) != kept[document]
    except OSError:
        return False  # not there; or it cannot be read, which is a problem of its own


def _files(folder: Path, paths: Iterable[str]) -> list[File]:
    above = len(disk.within(folder))
    return [File(path[above:], path) for path in paths]


def mark(digests: Mapping[str, str], reader: str = "") -> str:
    """Return what was read, in one word: the same files, read by the same *reader*, give the same."""
    return disk.digest(json.dumps([reader, sorted(digests.items())]).encode())


def read(folder: Path) -> Content:
    """Return the whole truth of *folder*.

    Raises NoInput when there is no such folder, PathRefused when its path
    climbs, and SeedsInvalid with every problem of every file otherwise.
    """
    return examine(folder).content


def is_slug(text: str) -> bool:
    """Return whether a topic's file can have that name."""
    return _SLUG.fullmatch(text) is not None and len(text) <= 80


class Examined(NamedTuple):
    """The whole truth of a folder, the files that it was read from, and its topics as their own files have them."""

    content: Content
    jobs: Sequence[Job]
    drafts: Sequence[TopicDraft]


def examine(folder: Path) -> Examined:
    """Return what `read` does, and where each part of it stands; raises as `read`."""
    found = listing(folder)
    wanted = jobs(found)
    readings = [document_files.read(job) for job in wanted]
    found.problems.extend(problem for one in readings for problem in one.problems)
    counts = {one.id: None if one.document is None else len(one.document.passages) for one in readings}
    drafted = drafts(found, {}, silent)
    confirmed = confirm(drafted, counts, [told for one in readings for told in one.ticked], found.problems)
    documents = {one.id: one.document for one in readings if one.document is not None}
    content = Content(confirmed, dict(sorted(documents.items())))
    return Examined(content, wanted, [draft for _, draft in sorted(drafted.items()) if draft])


def jobs(found: Listing) -> list[Job]:
    """Return the documents to read, each with its sidecar; what is no document is among the problems now."""
    sidecars = {file.name: file for file in found.documents if _is_sidecar(file)}
    taken: dict[str, Job] = {}
    for file in (one for one in found.documents if not _is_sidecar(one)):
        beside = sidecars.pop(file.name + disk.SIDECAR, None)
        job = _job(file, beside, taken, found.problems)
        if job is not None:
            taken[job.id] = job
    for file in sidecars.values():
        Notebook(file.shown, found.problems).whole("is the sidecar of no file here; name it <file name>.yaml")
    return list(taken.values())


def _is_sidecar(file: File) -> bool:
    return file.name.lower().endswith(disk.SIDECAR)


def _job(file: File, sidecar: File | None, taken: Mapping[str, Job], problems: list[Problem]) -> Job | None:
    id_, suffix = document_id(file.name), parted(file.name)[1]
    if suffix in READABLE and id_ not in taken:
        return Job(id_, file, sidecar)
    notebook = Notebook(file.shown, problems)
    if suffix == ".yml":
        notebook.whole(f"is not read; a sidecar is named by its file and {disk.SIDECAR}: rename it")
    elif suffix not in READABLE:
        notebook.whole(f"is not a document that can be read; save it as one of {', '.join(READABLE)}")
    else:
        notebook.whole(f"has the id '{id_}', as {taken[id_].file.shown} has; rename one of them")
    return None


def drafts(found: Listing, digests: dict[str, str], progress: Progress) -> dict[str, TopicDraft | None]:
    """Return the topics as their own files have them, by slug; None for one that cannot be read.

    What is wrong is among the problems now, what was read among the *digests*.
    """
    read_: dict[str, TopicDraft | None] = {}
    for done, file in enumerate(found.topics, 1):
        (slug, _), notebook = parted(file.name), Notebook(file.shown, found.problems)
        if not file.name.endswith(".md"):
            notebook.whole("is not a topic; a topic is a file <slug>.md")
        elif not is_slug(slug):
            notebook.whole("is not named by a slug; use a-z, 0-9 and single hyphens, at most 80")
        else:
            text = notebook.text(file, digests)
            read_[slug] = None if text is None else topics.draft(slug, text, notebook)
        progress("topics", done, len(found.topics))
    return read_


def confirm(
    read_: Mapping[str, TopicDraft | None],
    passages: Mapping[str, int | None],
    ticked: Iterable[Ticked],
    problems: list[Problem],
) -> dict[str, Topic]:
    """Return the topics, by slug, when the rest of the folder bears them out; SeedsInvalid with every problem else.

    *passages* counts those of each document; None for one that cannot be read.
    """
    known: Sequence[TopicDraft] = [draft for draft in read_.values() if draft]
    references.confirm(known, frozenset(read_), passages)
    references.confirm_ticked(ticked, frozenset(read_), problems)
    resolved = references.resolve(known, frozenset(read_))
    if problems:
        raise SeedsInvalid(problems)
    return dict(sorted(resolved.items()))
