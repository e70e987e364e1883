"""Our own code without Slack or HTTP: microseconds a lookup, beside the plainest thing that does such a job."""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from store.core import BriefingStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invent import Asked

    from store.model import Content

    Lookup = Callable[[str], Any]

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """Microseconds of ours and of the baseline in the same rounds: medians of each round's mean."""

    name: str
    baseline: str
    aim: int | None
    ours: float
    theirs: float


def figures(url: str, content: Content, asked: Asked) -> list[Figure]:
    """Return what a lookup costs in the store at *url*, which holds *content*."""
    store = BriefingStore.open(url)
    with closing(store), closing(_plain_index(content)) as index:
        store.refresh()
        named = {name.casefold(): topic for topic in content.topics.values() for name in topic.names}
        keys = list(named)

        def brute(text: str) -> object:
            return process.extractOne(text.casefold(), keys, scorer=fuzz.ratio)

        def raw(text: str) -> object:
            anyone = " OR ".join(f'"{word}"' for word in text.split())
            return index.execute("SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank LIMIT 8", (anyone,)).fetchall()

        raw_name, words = "raw FTS5, any word", _two_words_of_each(content, 200)
        return [
            Figure("exact name", "a dict", 20, *us(anew(store), lambda text: named.get(text.casefold()), asked.exact)),
            Figure("one typo", "fuzz.ratio over all names", 300, *us(anew(store), brute, asked.typo[:200])),
            Figure("unknown words", raw_name, None, *us(anew(store), raw, asked.unknown[:200])),
            Figure("search, two words", raw_name, None, *us(store.search, raw, words)),
        ]


def anew(store: BriefingStore) -> Lookup:
    """Return what asks *store* as if nobody had asked it the same before."""

    def ask(text: str) -> object:
        store._view.answers.clear()  # noqa: SLF001 - nobody but a bench wants that
        for speller in (store.index.typos.names, store.index.typos.words):
            speller.found.clear()
        return store.ask(text)

    return ask


def us(ours: Lookup, theirs: Lookup, texts: Sequence[str]) -> tuple[float, float]:
    """Return the microseconds of each, in turn: medians of the rounds."""
    pairs = [(_mean_us(ours, texts), _mean_us(theirs, texts)) for _ in range(ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _mean_us(lookup: Lookup, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        lookup(text)
    return (time.perf_counter() - started) / len(texts) * 1e6


def _plain_index(content: Content) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE p USING fts5(text)")
    texts = ((passage.text,) for document in content.documents.values() for passage in document.passages)
    connection.executemany("INSERT INTO p (text) VALUES (?)", texts)
    return connection


def _two_words_of_each(content: Content, count: int) -> list[str]:
    documents = islice(content.documents.values(), 0, None, max(1, len(content.documents) // count))
    words = (document.passages[0].text.rstrip(".").split() for document in documents)
    return [f"{some[3]} {some[9]}" for some in islice(words, count)]
