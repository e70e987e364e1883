"""How well a search finds: nDCG of the store's search beside a plain search engine's (bm25s), in one run."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

import bm25s
import Stemmer

from store.model import MAX_QUERY, Content, Document, Kind, Passage, Passages, Source
from tests.contents import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from store.core import BriefingStore

CUT = 10


@dataclass(frozen=True, slots=True)
class Text:
    """One document of a collection."""

    title: str
    author: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, questions and which documents answer each, by id."""

    texts: Mapping[str, Text]
    questions: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls, folder: Path) -> Collection:
        """Return the collection in *folder*: files in SMART's format, named `*all*`, `*qry*` and `*rel*`.

        Questions are numbered by their place, as Cranfield's judgements count them; a judgement of -1 is none.
        """
        texts, questions, judged = (next(folder.glob(name)) for name in ("*all*", "*qry*", "*rel*"))
        relevant: dict[str, set[str]] = {}
        for number, document, *grade in map(str.split, judged.read_text().splitlines()):
            if not grade or int(grade[0]) > 0:
                relevant.setdefault(number, set()).add(document)
        return cls(
            {id_: _text(fields) for id_, fields in _records(texts)},
            {str(at): " ".join(fields["W"].split()) for at, (_, fields) in enumerate(_records(questions), 1)},
            {number: frozenset(some) for number, some in relevant.items()},
        )

    def load(self, store: BriefingStore, at: datetime) -> None:
        """Make it what *store* says."""
        content = Content({}, {id_: _document(id_, text) for id_, text in self.texts.items()})
        with store.database.write() as connection:
            written(connection, content, by="quality", at=at)
        store.refresh()

    def searched(self, store: BriefingStore, most: int = CUT) -> dict[str, list[str]]:
        """Return the documents that the store's search finds for each question, best first."""
        answers = {number: store.search(question[:MAX_QUERY], most) for number, question in self.questions.items()}
        return {
            number: [*dict.fromkeys(found.source.id for found in answer.found)] if isinstance(answer, Passages) else []
            for number, answer in answers.items()
        }

    def plain(self, most: int = CUT) -> dict[str, list[str]]:
        """Return the same of bm25s as it comes, with English stems and stop words, over whole documents."""
        ids, index = [*self.texts], bm25s.BM25()
        index.index(_tokens([text.title + " " + " ".join(text.paragraphs) for text in self.texts.values()]))
        found = {}
        for number, question in self.questions.items():
            places, scores = index.retrieve(_tokens([question]), k=min(most, len(ids)), show_progress=False)
            found[number] = [ids[at] for at, score in zip(places[0], scores[0], strict=True) if score > 0]
        return found

    def ndcg(self, found: Mapping[str, Sequence[str]], cut: int = CUT) -> float:
        """Return how well the first *cut* are ordered, 0 to 1: the mean over the questions that documents answer."""
        gains = [_ndcg(found[number][:cut], answers) for number, answers in self.relevant.items() if number in found]
        return sum(gains) / len(gains)


def _ndcg(found: Sequence[str], relevant: frozenset[str]) -> float:
    gain = sum(1 / log2(place + 1) for place, id_ in enumerate(found, 1) if id_ in relevant)
    return gain / sum(1 / log2(place + 1) for place in range(1, min(CUT, len(relevant)) + 1))


def _records(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for part in re.split(r"^\.I ", path.read_text(errors="replace"), flags=re.MULTILINE)[1:]:
        number, _, rest = part.partition("\n")
        fields = re.split(r"^\.([A-Z])\s*$", rest, flags=re.MULTILINE)
        yield number.strip(), dict(zip(fields[1::2], map(str.strip, fields[2::2]), strict=False))


def _text(fields: Mapping[str, str]) -> Text:
    return Text(" ".join(fields.get("T", "").split()), fields.get("A", ""), (" ".join(fields.get("W", "").split()),))


def _document(id_: str, text: Text) -> Document:
    mark = hashlib.sha256(repr(text).encode()).hexdigest()
    source = Source(id_, text.title, None, text.author or None, Kind.REFERENCE, None, None, "en", mark)
    return Document(source, tuple(Passage(at, None, one) for at, one in enumerate(text.paragraphs, 1)))


def _tokens(texts: list[str]) -> object:
    return bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
