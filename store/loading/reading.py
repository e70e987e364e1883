"""What a folder says, document after document. What the store says already is not read again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store import seeds
from store.content import file_marks, write
from store.content import read as read_content
from store.content.file_marks import Mark
from store.files import disk
from store.files.formats import document_id, is_of_document, is_of_topic, parted
from store.loading import standing
from store.loading.workers import ReadRequest
from store.seeds.document_files import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Mapping, Sequence

    from store.changes import Progress
    from store.content.index_entry import Fresh
    from store.content.write import Live
    from store.db.types import Connection
    from store.errors import Problem
    from store.loading.workers import ReadOutcome
    from store.model import Document, Topic
    from store.seeds.document_files import Job
    from store.seeds.folder import Listing
    from store.seeds.references import Ticked

    How = Callable[[Sequence[ReadRequest]], Generator[list[ReadOutcome], None, None]]
    Count = Callable[[Collection[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of files and documents before they are read."""

    generation: int
    files: Mapping[str, Mark]
    documents: Mapping[str, Live]
    ticked: Mapping[str, Collection[str]]
    """The topics that an editor gave a document, for those with any."""
    topics: Collection[str]


def known(connection: Connection) -> Known:
    """Return what the store knows."""
    return Known(
        read_content.current(connection),
        file_marks.of_files(connection),
        write.documents(connection),
        read_content.ticked(connection),
        write.topics(connection),
    )


@dataclass(slots=True)
class FolderReading:
    """The reading of one folder. Everything but *orders* is complete once the documents and topics were read."""

    found: Listing
    digests: dict[str, str]
    known: Known
    progress: Progress
    skip_bad: bool = False
    """Whether a document or topic with a bad file is left as the store has it, and the rest is loaded."""
    needs: str | None = None
    """The document that is never left so."""
    stored: Callable[[], Mapping[str, Topic]] | None = None
    """What gives the topics as the store has them, where some may be left so."""
    skipped: list[Problem] = field(default_factory=list)
    """What is wrong in the files of what was left so."""
    orders: list[ReadRequest] = field(default_factory=list)
    """The documents that must be read."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    """Of every document that the folder holds and that can be read."""
    passages: dict[str, int | None] = field(default_factory=dict)
    """How many each document has that was read; None when it was not, or could not be."""
    looked: dict[str, Document] = field(default_factory=dict)
    """The new documents, where somebody looks on."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """What is to be remembered of each file that was read."""
    mark: str = ""
    """What was read, in one word."""
    _jobs: dict[str, Job] = field(default_factory=dict)
    _ticked: list[Ticked] = field(default_factory=list)
    _lacking: dict[str, Sequence[Problem]] = field(default_factory=dict)
    _of_topics: list[Problem] = field(default_factory=list)
    _topics: dict[str, Topic] | None = None

    def __post_init__(self) -> None:
        self._jobs = {job.id: job for job in seeds.jobs(self.found)}
        slugs = frozenset(parted(file.name)[0] for file in self.found.topics)
        for job in self._jobs.values():
            live = self.known.documents.get(job.id)
            if live is not None and self._reads_as(job, live, slugs):
                self.fingerprints[job.id] = live.fingerprint
                self.passages[job.id] = None
            else:
                self.orders.append(ReadRequest(job, live.fingerprint if live else ""))
        if self.skip_bad:
            self._skip_refused()

    @property
    def gone(self) -> list[str]:
        """The files that are remembered and not there."""
        return [*(self.known.files.keys() - {job.file.name for job in self._jobs.values()})]

    def documents(self, how: How) -> Generator[list[Fresh], None, None]:
        """Read what must be read, and yield what is new; nothing more once there is a problem.

        Close it when it is not taken to its end: a process may be reading along.
        """
        done = len(self._jobs) - len(self.orders)
        if done:
            self.progress("documents", done, len(self._jobs))
        if not self.orders:
            return
        with closing(how(self.orders)) as read:
            for some in read:
                fresh = [one.fresh for one in some if self._takes(one) and one.fresh is not None]
                done += len(some)
                self.progress("documents", done, len(self._jobs))
                if not self.found.problems:
                    yield fresh

    def topics(self, count: Count) -> dict[str, Topic]:
        """Read the topics, once the documents were read, and return them; SeedsInvalid with every problem of all.

        *count* tells how many passages the store has of documents that were not read.
        """
        if self._topics is None:
            drafts = seeds.drafts(self.found, self.digests, self.progress)
            live = self.stored() if self.stored else {}
            cited = {cited.citation.document for draft in drafts.values() if draft for cited in draft.cited}
            cited |= {citation.document for topic in live.values() for citation in topic.citations}
            # Of documents that nobody has: no statement may stand on nothing.
            for id_ in cited & self._lacking.keys():
                self.found.problems.extend(self._lacking[id_])
            unread = sorted(id_ for id_ in cited & self.fingerprints.keys() if self.passages[id_] is None)
            counted = {**self.passages, **count(unread)}
            self.found.problems.extend(self._of_topics)
            if self.skip_bad:
                self._topics, left = standing.confirmed(drafts, counted, self._ticked, self.found.problems, live)
                self.skipped += left
            else:
                self._topics = seeds.confirm(drafts, counted, self._ticked, self.found.problems)
            self.mark = seeds.mark(self.found.marked(self.digests), reader())
        return self._topics

    def _skip_refused(self) -> None:
        """Leave what is as it is whose files were refused before anybody read them."""
        refused = [one for one in self.found.problems if is_of_document(one.file)]
        self._of_topics = [one for one in self.found.problems if is_of_topic(one.file)]
        self.found.problems[:] = [one for one in self.found.problems if one not in self._of_topics]
        for problem in refused:
            id_ = document_id(problem.file)
            if id_ != self.needs:
                self.found.problems.remove(problem)
                self._skip(id_, [problem])

    def _skip(self, id_: str, problems: Sequence[Problem]) -> None:
        """Leave a document as the store has it, where it has one."""
        self.skipped += problems
        self.passages.setdefault(id_, None)
        live = self.known.documents.get(id_)
        if live is not None:
            self.fingerprints.setdefault(id_, live.fingerprint)
        else:
            self._lacking[id_] = problems

    def _takes(self, one: ReadOutcome) -> bool:
        """Take in what was read of a document; return whether it is taken, or left as the store has it."""
        self.digests.update(one.digests)
        if one.problems and self.skip_bad and one.id != self.needs:
            self._skip(one.id, one.problems)
            return False
        self.found.problems.extend(one.problems)
        self._ticked += one.ticked
        self.passages[one.id] = None
        if one.fingerprint is None:
            return True
        self.passages[one.id] = one.passages
        self.fingerprints[one.id] = one.fingerprint
        job = self._jobs[one.id]
        self.marks[job.file.name] = Mark(self._digest(job), one.id, one.fingerprint)
        if one.document is not None:
            self.looked[one.id] = one.document
        return True

    def _reads_as(self, job: Job, live: Live, slugs: frozenset[str]) -> bool:
        """Return whether a document is known to read as the version that is valid now, and nothing is wrong in it."""
        mark = self.known.files.get(job.file.name)
        if mark is None or (mark.document, mark.fingerprint) != (job.id, live.fingerprint):
            return False
        return mark.digest == self._digest(job) and slugs.issuperset(self.known.ticked.get(job.id, ()))

    def _digest(self, job: Job) -> str:
        """What was read for a document, and by whom."""
        beside = self.digests.get(job.sidecar.name, "") if job.sidecar else ""
        return file_mark(self.digests.get(job.file.name, ""), beside)


def file_mark(content: str, sidecar: str) -> str:
    """Return what was read of a file with these digests, and by whom."""
    return disk.digest(f"{reader()} {content} {sidecar}".encode())
