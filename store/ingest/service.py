"""A document that somebody adds: looked at first, with what is guessed of it; then saved, corrected and loaded."""

from __future__ import annotations

from collections import Counter
from itertools import chain, count
from pathlib import PurePath
from typing import TYPE_CHECKING

from store.changes import Occasion
from store.content import read as read_content
from store.errors import OutcomeUnknown
from store.files import disk
from store.files.decoding import Unreadable
from store.files.formats import READABLE, document_id, parted
from store.ingest import model
from store.ingest.model import Added, FieldsWrong, Look, Pulled
from store.ingest.storage import SeedFiles
from store.model.documents import FIELDS
from store.seeds import document_files, metadata
from store.seeds.fields import NONE, UNDATED, Notebook
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from store.db.engine import Database
    from store.errors import Problem
    from store.ingest.model import AddRequest, Raw
    from store.loading.loader import Loader
    from store.lookup import Index
    from store.model import Citation, Document, Snapshot, Source

UNKNOWN = f"is not a document that can be read; save it as one of {', '.join(READABLE)}"
_WORDS_OF_AN_ID = 6
_ID_MEND = "use letters a to z, digits, dots and hyphens, at most 100; like kei-klingner-2025"


class DocumentIngest:
    """Adds documents to one store and to its seed folder. Safe to share between threads."""

    def __init__(self, database: Database, folder: Path, loader: Loader, index: Callable[[], Index]) -> None:
        """Take *index* as what gives that of the current generation."""
        self._database = database
        self._folder = folder
        self._seed_files = SeedFiles(database, folder)
        self._loader = loader
        self._index = index

    def pull(self, *, feeds: bool = False) -> Pulled:
        """Write what the store keeps for the folder into it; see `SeedFiles.pull`."""
        return self._seed_files.pull(feeds=feeds)

    def look(self, raw: Raw) -> Look:
        """Return what *raw* would be; raises as `read`."""
        document = read(raw.name, raw.data)
        id_ = document.source.id
        with self._database.read() as connection:
            present = read_content.document(connection, id_, self._snapshot.generation)
            twin = read_content.twin(connection, document.passages, id_)
        return Look(raw, document, self._topics(document), twin, present, self._shaken(document, present))

    def free_id(self, title: str) -> str:
        """Return an id that no document has, made of the first words of *title*."""
        words = clean(title).replace("/", " ").split()[:_WORDS_OF_AN_ID]
        wanted = document_id(f"{' '.join(words)}.txt").lower()
        taken = {id_.casefold() for id_ in self._snapshot.sources}
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(id_ for id_ in chain([wanted], numbered) if id_ not in taken)

    def wrong(self, order: AddRequest) -> Mapping[str, str]:
        """Return what is wrong with an order, by field; empty when nothing is. The file itself is not needed."""
        found = dict(_wrong(order.said))
        if problem := self._wrong_id(order):
            found["id"] = problem
        return found

    def add(self, raw: Raw, order: AddRequest, *, by: str, at: datetime) -> Added:
        """Save *raw* as *order* says, load it, and return the document as it stands then.

        FieldsWrong, Unreadable, what `SeedFiles.put` raises, or what `Loader.load`
        raises: the file is taken away again, and nothing has changed. But
        after OutcomeUnknown it stays, as below.
        """
        if wrong := self.wrong(order):
            raise FieldsWrong(wrong)
        name = f"documents/{order.id}{raw.suffix}"
        beside = _sidecar(read(PurePath(name).name, raw.data).source, order)
        document = read(PurePath(name).name, raw.data, beside)
        contents = {name: raw.data, **({name + disk.SIDECAR: beside.encode()} if beside else {})}
        put = self._seed_files.put(order.id, contents, replace=order.replace, by=by, at=at)
        try:
            # What is wrong elsewhere in the folder is not theirs to mend.
            loaded = self._loader.load(
                self._folder, by=by, at=at, occasion=Occasion.ADDED, skip_bad=True, needs=order.id
            )
        except OutcomeUnknown:
            # If it is live, the next load would retire it without its file. If it is not, that load makes it so:
            # the files were read and found right up to the COMMIT.
            put.settle()
            raise
        except BaseException:
            put.take_back()
            raise
        # From here on nothing may fail: it is live.
        put.settle()
        return Added(document, loaded, put.kept)

    @property
    def _snapshot(self) -> Snapshot:
        return self._index().snapshot

    def _topics(self, document: Document) -> tuple[str, ...]:
        index = self._index()
        texts = [document.source.title, *(passage.text for passage in document.passages)]
        named = Counter(slug for text in texts for slug in index.names.mentioned(text))
        return tuple(dict.fromkeys((*document.source.topics, *(slug for slug, _ in named.most_common()))))

    def _shaken(self, document: Document, present: Document | None) -> tuple[Citation, ...]:
        if present is None:
            return ()
        before, after = ({one.number: one.text for one in each.passages} for each in (present, document))
        topics = self._snapshot.topics.values()
        cited = {one for topic in topics for one in topic.citations if one.document == present.source.id}
        return tuple(sorted(one for one in cited if before.get(one.passage) != after.get(one.passage)))

    def _wrong_id(self, order: AddRequest) -> str | None:
        if document_id(f"{order.id}.txt") != order.id:
            return f"This cannot be an id; {_ID_MEND}."
        if disk.placed(self._folder, "documents/x").parent == self._folder and order.id.lower().startswith("readme"):
            return "A file of this name is not read; choose another id."
        sources = self._snapshot.sources
        if order.id in sources:
            return None if order.replace else f"This is the id of “{sources[order.id].title}”; choose another."
        near = next((id_ for id_ in sources if id_.casefold() == order.id.casefold()), None)
        return f"This differs from '{near}' by capitals alone; choose another." if near else None


def read(name: str, data: bytes, sidecar: str = "") -> Document:
    """Return the document in a file, with what its front matter and *sidecar* say.

    Unreadable when it cannot be read, SeedsInvalid when what they say is wrong.
    """
    if parted(name)[1] not in READABLE:
        raise Unreadable(0, 0, UNKNOWN)
    return document_files.handed_over(name, data, sidecar)


def _wrong(said: Mapping[str, str]) -> Mapping[str, str]:
    """Return what a sidecar must not say, by key: one line of it is one key."""
    keys = [key for key in FIELDS if clean(said.get(key, ""))]
    problems: list[Problem] = []
    metadata.of_sidecar(model.written({key: clean(said[key]) for key in keys}), Notebook("", problems))
    found = {
        keys[min(problem.line, len(keys)) - 1]: f"{problem.message[:1].upper()}{problem.message[1:]}."
        for problem in problems
    }
    return found if "title" in keys else {**found, "title": "Give it a title."}


def _sidecar(guessed: Source, order: AddRequest) -> str:
    """Return the sidecar that makes of the guesses what was ordered: only what differs."""
    said = {key: told for key in FIELDS if (told := _correction(key, clean(order.said.get(key, "")), guessed))}
    return model.written(said, () if order.topics == guessed.topics else order.topics)


def _correction(key: str, told: str, guessed: Source) -> str:
    """Return what a sidecar must say of one field; empty where the guess is right."""
    before = getattr(guessed, key)
    if told == ("" if before is None else str(before)):
        return ""
    otherwise = {"published": UNDATED, **dict.fromkeys(metadata.MAY_BE_NONE, NONE)}
    return told or otherwise.get(key, "")
