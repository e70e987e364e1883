"""Loads are killed at random moments while others read without pause.

    python load_race.py DATABASE_URL FOLDER --kills 200 --readers 4 --documents 40 --seed 1 [--naive]

Every load writes a stamp of its own into each statement, title and passage, so
that an answer made of two loads shows. A day passes with each, and history is
pruned to KEPT of them. Prints one JSON object. Children are
forked from this process, which holds no thread; what they import is imported
before.
"""

import argparse
import json
import os
import random
import re
import signal
import threading
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from store import seeds  # noqa: F401 - imported once, before the children part
from store.content.search import Searcher
from store.core import BriefingStore
from store.db.engine import Database
from store.errors import AllianceError
from store.history.archive import Archive
from store.lookup.search_query import SearchPage, SearchQuery
from store.model import Brief, Citation, Passages
from tests import compiled
from tests.soundness import unsound

STAMP = re.compile(r"stamp\d+")
TOPICS = 12
PASSAGES = 8
NEXT = "stamp999999"
START = datetime(2026, 1, 1, tzinfo=UTC)
KEPT = 20


def write(folder, stamp, documents):
    """Make *folder* say *stamp* everywhere."""
    for kind in ("topics", "documents"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        body = "\n\n".join(
            f"The {stamp} harbour keeps ledger {number} of pier {place} for the island council and its pilots."
            for place in range(PASSAGES)
        )
        head = f"title: Ledger {number} {stamp}\npublisher: Harbour office\nkind: official\npublished: 2026-01-24\n"
        (folder / "documents" / f"ledger-{number}.md").write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    for number in range(TOPICS):
        (folder / "topics" / f"pier-{number}.md").write_text(topic(number, stamp, documents), encoding="utf-8")


def topic(number, stamp, documents):
    statements = "\n".join(
        f"  - id: {one}\n    text: Pier {number} held by {stamp} in point {one}.\n    as_of: 2026-01-24\n"
        f"    held_by: official\n    cites: [ledger-{(number + one) % documents}#{one % PASSAGES + 1}]"
        for one in range(1, 5)
    )
    return (
        f"---\nname: Pier number {number}\nkorean: 부두 {number}\ncategory: harbour\nreviewed: 2026-01-24\n"
        f"statements:\n{statements}\n---\n\nWhat {stamp} says of pier {number}.\n"
    )


def load(url, folder, day):
    store = BriefingStore(Database(url), history_days=KEPT)
    store.load(folder, by="race", at=START + timedelta(days=day), patience=30)  # for one just killed
    store.close()


def naive(url, stamp):
    """What not to do: say it anew row by row, each in a transaction of its own."""
    database = Database(url)
    with database.read() as connection:
        keys = connection.execute(text("SELECT key, text FROM passage ORDER BY key")).all()
    for key, said in keys:
        with database.write() as connection:
            connection.execute(
                text("UPDATE passage SET text = :said WHERE key = :key"), {"said": STAMP.sub(stamp, said), "key": key}
            )
    database.close()


def forked(work):
    """The pid of a child that does *work*; it ends with 0, or with 70 and its traceback on stderr."""
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(70)
    os._exit(0)


class Reader:
    """Asks in every way there is, and holds each answer against the stamp of its generation."""

    def __init__(self, url, documents, seed):
        self.store = BriefingStore.open(url)
        self.documents = documents
        self.random = random.Random(seed)
        self.counts = Counter()
        self.torn = []

    def on(self, until):
        while not until():
            self.store.refresh()
            for ask in (self.snapshot, self.name, self.words, self.document, self.passage):
                try:
                    stamps = ask()
                except AllianceError as error:
                    self.counts["errors"] += 1
                    self.torn.append(f"{type(error).__name__}: {error}")
                    continue
                self.counts[ask.__name__] += 1
                if len(stamps) > 1:
                    self.torn.append(f"{ask.__name__}: {sorted(stamps)}")
        self.counts["generations"] = self.store.snapshot.generation
        return {"counts": self.counts, "torn": self.torn[:5], "torn_reads": len(self.torn)}

    def snapshot(self):
        shown = self.store.snapshot
        said = (part.text for topic in shown.topics.values() for part in topic.statements)
        return stamps(*said, *(topic.summary for topic in shown.topics.values()), *titles(shown.sources.values()))

    def name(self):
        answer = self.store.ask(f"pier number {self.random.randrange(TOPICS)}")
        assert isinstance(answer, Brief), answer
        return stamps(*(one.text for one in answer.topic.statements), answer.topic.summary, *titles(answer.sources))

    def words(self):
        answer = self.store.search(f"ledger pilots {self.random.randrange(self.documents)} council")
        assert isinstance(answer, Passages), answer
        assert len(answer.found) > 1, answer
        return stamps(*(one.passage.text for one in answer.found), *titles(one.source for one in answer.found))

    def document(self):
        generation = self.store.snapshot.generation
        found = self.store.document(f"ledger-{self.random.randrange(self.documents)}", generation)
        assert found is not None, generation
        assert len(found.passages) == PASSAGES, found
        whole = stamps(*(one.text for one in found.passages), found.source.title)
        return whole | self.snapshot() if generation == self.store.snapshot.generation else whole

    def passage(self):
        place = Citation(f"ledger-{self.random.randrange(self.documents)}", self.random.randrange(PASSAGES) + 1)
        found = self.store.passage(place)
        assert found is not None, place
        return stamps(found.passage.text, found.source.title)


def titles(sources):
    return [source.title for source in sources]


def stamps(*texts):
    found = {stamp for said in texts for stamp in STAMP.findall(said)}
    assert found, texts
    return found


def reading(url, documents, number, folder):
    """The pid of a reader, which writes what it found to a file once the folder has a file `done`."""

    def work():
        os.nice(5)  # it takes what the loads leave: they are to be killed, not to be slow
        found = Reader(url, documents, number).on((folder / "done").exists)
        (folder / f"reader-{number}").write_text(json.dumps(found), encoding="utf-8")

    return forked(work)


def kill_loads(url, folder, args):
    """Start loads and kill each at a random moment of its life, until so many were killed; what became of them."""
    rng = random.Random(args.seed)
    lasts, seen = measured(url, folder, args.documents), Counter()
    stamp = 10
    while seen["killed"] < args.kills:
        stamp += 1
        write(folder, f"stamp{stamp}", args.documents)
        pid = forked(lambda: load(url, folder, stamp))  # noqa: B023 - the child has it before the next turn
        time.sleep(rng.uniform(0, lasts))
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            seen["killed"] += 1
        else:
            seen["finished" if os.WEXITSTATUS(status) == 0 else "failed"] += 1
    return {**seen, "load_seconds": round(lasts, 3), "days": stamp}


def measured(url, folder, documents):
    """How long a load takes here: the middle of three."""
    took = []
    for stamp in range(1, 4):
        write(folder, f"stamp{stamp}", documents)
        started = time.monotonic()
        pid = forked(lambda: load(url, folder, stamp))  # noqa: B023 - as above
        _, status = os.waitpid(pid, 0)
        assert status == 0, status
        took.append(time.monotonic() - started)
    return sorted(took)[1]


def rewrite_naively(url):
    until = time.monotonic() + 3
    stamp = 100
    while time.monotonic() < until:
        stamp += 1
        pid = forked(lambda: naive(url, f"stamp{stamp}"))  # noqa: B023 - the child has it before the next turn
        os.waitpid(pid, 0)
    return {"rewritten": stamp - 100}


def after(url, folder, documents, day):
    """What is wrong once nobody is killed any more, what is read after the next load, and what is wrong then."""
    reader = Reader(url, documents, 0)
    (stamp,) = reader.snapshot()
    database = Database(url)
    before = unsound(database) + unfound(database, stamp, documents)
    write(folder, NEXT, documents)
    load(url, folder, day + 1)
    reader.store.refresh()
    read = reader.snapshot() | reader.words() | reader.document() | reader.passage()
    wrong = before + unsound(database) + unfound(database, NEXT, documents)
    return {"unsound": wrong, "next_load": sorted(read), "kept": len(Archive(database).generations())}


def unfound(database, stamp, documents):
    """What the index lacks of the passages with *stamp*, or has too many; empty when all is well."""
    with database.read() as connection:
        indexed = Searcher().search(connection, SearchQuery.plain(stamp), SearchPage()).total
    return [] if indexed == documents * PASSAGES else [f"{indexed} passages of {stamp} are indexed"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--naive", action="store_true")
    args = parser.parse_args()
    seeds_folder = args.folder / "seeds"
    write(seeds_folder, "stamp0", args.documents)
    # SQL is compiled here, once, and not by every child.
    compiled.shared()
    load(args.url, seeds_folder, 0)
    assert threading.active_count() == 1
    readers = [reading(args.url, args.documents, number, args.folder) for number in range(args.readers)]
    try:
        done = rewrite_naively(args.url) if args.naive else kill_loads(args.url, seeds_folder, args)
    finally:
        (args.folder / "done").touch()
        ended = [os.waitpid(pid, 0)[1] for pid in readers]
    found = [json.loads((args.folder / f"reader-{number}").read_text()) for number in range(args.readers)]
    counts = sum((Counter(one["counts"]) for one in found), Counter())
    print(
        json.dumps(
            {
                **done,
                "crashed_readers": sum(status != 0 for status in ended),
                "torn_reads": sum(one["torn_reads"] for one in found),
                "torn": [line for one in found for line in one["torn"]][:5],
                "errors": counts.pop("errors", 0),
                "generations": counts.pop("generations") // args.readers,
                "reads": counts.total(),
                **({} if args.naive else after(args.url, seeds_folder, args.documents, done["days"])),
            }
        )
    )


if __name__ == "__main__":
    main()
