"""What other search engines take for what `search.py` measures, and how well they find.

python tests/bench/engines.py [--passages 100000] [--searches 300] [--collection FOLDER ...]

SQLite's FTS5, bm25s in memory, PostgreSQL's `ts_rank` over GIN, and tantivy where it can be imported (it is none of
our dependencies: `uv pip install --target FOLDER tantivy`, and FOLDER on PYTHONPATH). Each finds the best eight of
all passages that hold any of the words. All is the processor's time, the server's a mean.
"""

from __future__ import annotations

import argparse
import importlib
import sqlite3
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s
import psutil
import psycopg
from invent import content
from search import STANDING, asked, servers

from store.text import terms
from tests.quality.retrieval import CUT, Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Search = Callable[[list[str], int], list[int]]
    """From words and how many are wanted to places among the texts, best first."""
    Engine = Callable[[Sequence[str]], Search]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--collection", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    documents = content(topics=1, passages=args.passages).documents.values()
    texts = [passage.text for document in documents for passage in document.passages]
    searches = [[*terms(one)] for one in asked(texts, STANDING, args.searches)]
    with servers() as (_, server), psycopg.connect(server) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        engines: dict[str, Engine] = {"FTS5": fts5, "bm25s": in_memory, "tantivy": tantivy}
        for name, engine in {**engines, "ts_rank": partial(postgresql, connection)}.items():
            with suppress(ImportError):
                measure(name, engine, texts, searches, backend if name == "ts_rank" else None)
                for folder in args.collection:
                    judge(name, engine, Collection.read(folder))


def judge(name: str, engine: Engine, collection: Collection) -> None:
    """Print how well a collection is searched."""
    ids = [*collection.texts]
    search = engine([" ".join((one.title, one.author, *one.paragraphs)) for one in collection.texts.values()])
    found = {number: [ids[at] for at in search([*terms(one)], CUT)] for number, one in collection.questions.items()}
    print(f"{name:8} nDCG@10 {collection.ndcg(found):.3f}, of the first 8 {collection.ndcg(found, 8):.3f}", flush=True)


def measure(
    name: str, engine: Engine, texts: Sequence[str], searches: Sequence[list[str]], server: psutil.Process | None
) -> None:
    """Print what loading and searching takes."""

    def theirs() -> float:
        return sum(server.cpu_times()[:2]) if server else 0.0

    ours = psutil.Process()
    before, started = ours.memory_info().rss, time.process_time() + theirs()
    search = engine(texts)
    loaded, held = time.process_time() + theirs() - started, ours.memory_info().rss - before
    took, started = [], theirs()
    for words in searches:
        begun = time.process_time()
        search(words, 8)
        took.append((time.process_time() - begun) * 1_000)
    mean = (theirs() - started) * 1_000 / len(searches)
    p50, p99 = sorted(took)[len(took) // 2], sorted(took)[len(took) * 99 // 100]
    print(f"{name:8} p50 {p50:.1f}, p99 {p99:.1f} ms{f', and {mean:.1f} of the server' if server else ''}", end="")
    print(f"; loads in {loaded:.1f} s, {held / 1e6:.0f} MB more", flush=True)


def fts5(texts: Sequence[str]) -> Search:
    """Index with SQLite, in memory."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE said USING fts5(text, content='', tokenize='unicode61')")
    rows = ((at, " ".join(terms(one))) for at, one in enumerate(texts))
    database.executemany("INSERT INTO said (rowid, text) VALUES (?, ?)", rows)
    step = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY bm25(said) LIMIT ?"
    return lambda words, most: [
        at for (at,) in database.execute(step, [" OR ".join(f'"{word}"' for word in words), most])
    ]


def in_memory(texts: Sequence[str]) -> Search:
    """Index with bm25s."""
    index = bm25s.BM25()
    index.index([[*terms(one)] for one in texts], show_progress=False)

    def search(words: list[str], most: int) -> list[int]:
        places, scores = index.retrieve([words], k=most, show_progress=False)
        return [int(at) for at, score in zip(places[0], scores[0], strict=True) if score > 0]

    return search


def tantivy(texts: Sequence[str]) -> Search:
    """Index with tantivy, in memory; ImportError where it is not there."""
    library: Any = importlib.import_module("tantivy")
    builder = library.SchemaBuilder().add_text_field("text", stored=False, tokenizer_name="whitespace")
    index = library.Index(builder.add_unsigned_field("at", stored=True).build())
    writer = index.writer(num_threads=1)
    for at, one in enumerate(texts):
        writer.add_document(library.Document(text=" ".join(terms(one)), at=at))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(words: list[str], most: int) -> list[int]:
        hits = searcher.search(index.parse_query(" ".join(words), ["text"]), most).hits
        return [searcher.doc(address)["at"][0] for _, address in hits]

    return search


def postgresql(connection: psycopg.Connection, texts: Sequence[str]) -> Search:
    """Index with PostgreSQL."""
    connection.execute("DROP TABLE IF EXISTS said")
    connection.execute("CREATE TABLE said (key integer PRIMARY KEY, words tsvector)")
    with connection.cursor().copy("COPY said FROM STDIN") as copy:
        for key, one in enumerate(texts):
            copy.write_row([key, " ".join(f"{word}:{at}" for at, word in enumerate(terms(one), 1))])
    connection.execute("CREATE INDEX ON said USING gin (words)")
    connection.execute("ANALYZE said")
    step = """
        SELECT key FROM said, to_tsquery('simple', %s) asked WHERE words @@ asked
        ORDER BY ts_rank(words, asked) DESC, key LIMIT %s
    """
    return lambda words, most: [key for (key,) in connection.execute(step, [" | ".join(words), most])]


if __name__ == "__main__":
    main()
