"""What other search engines take for what `search.py` measures: a passage among invented ones.

python tests/bench/engines.py [--passages 100000] [--searches 300]

SQLite's FTS5, bm25s in memory, PostgreSQL's `ts_rank` over GIN, and tantivy where it can be imported (it is none of
our dependencies: `uv pip install --target FOLDER tantivy`, and FOLDER on PYTHONPATH). Each finds the best eight of
all passages that hold any of the words. The mean is of the processor's time, the server's included.
"""

from __future__ import annotations

import argparse
import importlib
import sqlite3
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s
import psutil
import psycopg
import Stemmer
from invent import content
from search import STANDING, asked, servers

from store.text import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Search = Callable[[list[str]], object]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=300)
    args = parser.parse_args()
    documents = content(topics=1, passages=args.passages).documents.values()
    texts = [passage.text for document in documents for passage in document.passages]
    searches = [[*terms(one)] for one in asked(texts, STANDING, args.searches)]
    with tempfile.TemporaryDirectory() as folder, servers() as (_, server), psycopg.connect(server) as connection:
        measure("FTS5", lambda: fts5(Path(folder) / "fts5.db", texts), searches)
        measure("bm25s", lambda: in_memory(texts), searches)
        with suppress(ImportError):
            measure("tantivy", lambda: tantivy(folder, texts), searches)
        backend = psutil.Process(connection.info.backend_pid)
        measure("ts_rank", lambda: postgresql(connection, texts), searches[:50], backend)


def measure(
    name: str, load: Callable[[], Search], searches: Sequence[list[str]], other: psutil.Process | None = None
) -> None:
    """Print what loading and searching takes."""
    ours = psutil.Process()

    def busy() -> float:
        return time.process_time() + (sum(other.cpu_times()[:2]) if other else 0)

    before, started = ours.memory_info().rss, busy()
    search = load()
    loaded, held = busy() - started, ours.memory_info().rss - before
    took, started = [], busy()
    for words in searches:
        begun = time.perf_counter()
        search(words)
        took.append((time.perf_counter() - begun) * 1_000)
    mean = (busy() - started) * 1_000 / len(searches)
    p50, p99 = sorted(took)[len(took) // 2], sorted(took)[len(took) * 99 // 100]
    print(f"{name:8} p50 {p50:.1f}, p99 {p99:.1f} ms (a mean of {mean:.1f} of the processor)", end="")
    print(f"; loads in {loaded:.1f} s, {held / 1e6:.0f} MB more", flush=True)


def fts5(path: Path, texts: Sequence[str]) -> Search:
    """Index with SQLite."""
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE said USING fts5(text, content='', tokenize='unicode61')")
    database.executemany("INSERT INTO said (text) VALUES (?)", ((" ".join(terms(one)),) for one in texts))
    database.commit()
    step = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY bm25(said) LIMIT 8"
    return lambda words: database.execute(step, [" OR ".join(f'"{word}"' for word in words)]).fetchall()


def in_memory(texts: Sequence[str]) -> Search:
    """Index with bm25s."""
    index = bm25s.BM25()
    stemmer = Stemmer.Stemmer("english")
    index.index(bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
    return lambda words: index.retrieve([words], k=8, show_progress=False)


def tantivy(folder: str, texts: Sequence[str]) -> Search:
    """Index with tantivy, where it is there."""
    library: Any = importlib.import_module("tantivy")
    schema = library.SchemaBuilder().add_text_field("text", stored=False, tokenizer_name="whitespace").build()
    index = library.Index(schema, path=folder)
    writer = index.writer(num_threads=1)
    for one in texts:
        writer.add_document(library.Document(text=" ".join(terms(one))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    return lambda words: searcher.search(index.parse_query(" ".join(words), ["text"]), 8)


def postgresql(connection: psycopg.Connection, texts: Sequence[str]) -> Search:
    """Index with PostgreSQL."""
    connection.execute("CREATE TABLE said (key serial PRIMARY KEY, words tsvector)")
    with connection.cursor().copy("COPY said (words) FROM STDIN") as copy:
        for one in texts:
            copy.write_row([" ".join(f"{word}:{at}" for at, word in enumerate(terms(one), 1))])
    connection.execute("CREATE INDEX ON said USING gin (words)")
    connection.execute("ANALYZE said")
    step = """
        SELECT key FROM said, to_tsquery('simple', %s) asked WHERE words @@ asked
        ORDER BY ts_rank(words, asked) DESC LIMIT 8
    """
    return lambda words: connection.execute(step, [" | ".join(words)]).fetchall()


if __name__ == "__main__":
    main()
