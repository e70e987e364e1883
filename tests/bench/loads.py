"""Loads against their floors, in one run: of everything, of nothing new, and of one document in a hundred.

python tests/bench/loads.py [--sizes 5 1000 10000] [--rounds 3]

The documents are Markdown of about 900 words, as skewed as English and with its marks of typesetting. The floor of a
full load is to hash every file, split its text into paragraphs, `executemany` documents and passages with sqlite3
itself, and one `insert … select` into the smallest FTS5 index: without positions, sizes and a copy of the text,
which takes a fifth off one with FTS5's defaults. It comes twice: stemmed by SQLite, which is the cheapest store that
finds the same words, and not stemmed, which finds fewer and takes a twentieth less. The floor of an unchanged folder
is to hash its files. A load runs in a process that has loaded once before, as a bot has that runs; the best of the
rounds counts.
"""

import argparse
import json
import os
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from invent import vocabulary

from store.core import BriefingStore
from store.db.engine import Database
from store.model import Passages
from tests.bench.ledger import Row, append

WORDS = 900
COMMON = tuple(
    re.findall(
        r"\w+",
        """the of and to in a is that for on it with as was by at be this are from or an which its not were has have but
        had their will would they he been his also after more than one two other may should could about all over new
        between when there under said who what up out into we can our so some only then them these no such most any
        because while during both each per within against since through where before""",
    )
)
FULL = ("plain", "stemmed", "load")
FLOORS = {"stemmed": "porter unicode61", "plain": "unicode61"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOPIC = """---
name: Rope number {number}
category: goods
reviewed: 2026-11-23
statements:
  - {{id: 1, text: It is said., as_of: 2026, held_by: fact, cites: [report-00000#1]}}
---
Rope is dear. It is needed.
"""


class Author:
    """Writes documents, the same for the same seed."""

    def __init__(self, seed=1):
        self.rng = random.Random(seed)
        self.words = (*COMMON, *vocabulary(self.rng, 100_000))
        # A hundred words are half of a text, a thousand 70 %, ten thousand 90 %, as in English.
        self.weights = tuple(accumulate((rank + 2.7) ** -1.12 for rank in range(len(self.words))))

    def write(self, folder, count):
        """Write *count* documents and five topics into *folder*."""
        for part in ("topics", "documents"):
            (folder / part).mkdir(parents=True)
        for number in range(5):
            (folder / "topics" / f"rope-{number}.md").write_text(TOPIC.format(number=number), "utf-8")
        for number in range(count):
            (folder / "documents" / f"report-{number:05}.md").write_text(self.document(number), "utf-8")

    def document(self, number):
        """Return one document."""
        head = (
            f"title: Report {number}\npublisher: Institute {number % 40}\nkind: news\npublished: {2000 + number % 26}"
        )
        parts, left = [], WORDS
        while left > 0:
            if len(parts) % 4 == 0:
                parts.append("## " + " ".join(self.drawn(4)).capitalize())
            sentences = [self.drawn(self.rng.randint(10, 26)) for _ in range(self.rng.randint(3, 7))]
            left -= sum(map(len, sentences))
            parts.append(" ".join(self.sentence(words) for words in sentences))
        return f"---\n{head}\n---\n" + "\n\n".join(parts) + "\n"

    def drawn(self, count):
        """Return *count* words."""
        return self.rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, words):
        """Return a sentence; every tenth has marks of typesetting, every sixth a year."""
        text = " ".join(words).capitalize()
        if self.rng.random() < 0.1:
            text = f"“{text},” the ministry\u2019s paper said"
        return f"{text} in {self.rng.randint(1990, 2026)}." if self.rng.random() < 0.16 else f"{text}."


def hashed(folder):
    """Hash every file."""
    for part in ("topics", "documents"):
        for entry in os.scandir(folder / part):
            sha256(Path(entry.path).read_bytes()).hexdigest()


def floor(folder, path):
    """Make the same passages searchable by the cheapest way."""
    documents, passages = [], []
    for number, file in enumerate(sorted((folder / "documents").iterdir()), 1):
        data = file.read_bytes()
        mark, body = sha256(data).hexdigest(), data.decode().split("---\n", 2)[2]
        documents.append((number, 1, mark, file.stem, "title", "news", "en", ""))
        heading, at = "", 0
        for part in body.strip().split("\n\n"):
            if part.startswith("#"):
                heading = part.lstrip("# ")
                continue
            at += 1
            passages.append((len(passages) + 1, number, at, heading, part, ""))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -8192")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO document (key, since, fingerprint, id, title, kind, language, topics) VALUES (?,?,?,?,?,?,?,?)",
        documents,
    )
    connection.executemany(
        "INSERT INTO passage (key, document_key, number, heading, text, terms) VALUES (?,?,?,?,?,?)", passages
    )
    connection.execute("INSERT INTO passage_index (rowid, terms) SELECT key, heading || ' ' || text FROM passage")
    connection.execute("COMMIT")
    connection.close()


def migrated(path):
    """Return a store with our tables and nothing in it."""
    store = BriefingStore(Database(f"sqlite:///{path}"))
    store.migrate()
    return store


def prepared(path, tokenizer):
    """Make our tables, but with an index that makes terms by itself."""
    migrated(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE passage_index USING fts5"
            f"(terms, content='', detail=none, columnsize=0, tokenize='{tokenizer}')"
        )
    connection.close()


def loaded(folder, path):
    """Load *folder*, once a store of its own is loaded, so that everything is imported; return seconds."""
    with tempfile.TemporaryDirectory() as before:
        Author().write(Path(before) / "few", 2)
        store = migrated(Path(before) / "few.db")
        store.loader.load(Path(before) / "few", by="bench", at=NOW)
        store.close()
    store = migrated(path)
    started = time.perf_counter()
    done = store.loader.load(folder, by="bench", at=NOW)
    seconds = time.perf_counter() - started
    store.close()
    return seconds, done


def child(what, folder, path):
    """Do one thing in this process and print how long it took, and the most memory that it had, in MiB."""
    if what == "load":
        seconds, _ = loaded(folder, path)
    else:
        if what in FLOORS:
            prepared(path, FLOORS[what])
        started = time.perf_counter()
        hashed(folder) if what == "hash" else floor(folder, path)
        seconds = time.perf_counter() - started
    peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"seconds": seconds, "peak": peak}))


def run(what, folder, path):
    """Return what a child tells of one thing."""
    command = [sys.executable, __file__, "--child", what, str(folder), str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def fresh(path):
    """Return the path of a database that is not there yet."""
    for end in ("", "-wal", "-shm", "-loading"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return path


def edit(folder, count, number):
    """Write a sentence more into one document in a hundred, at least into one."""
    changed = max(1, count // 100)
    for path in sorted((folder / "documents").iterdir())[:: max(1, count // changed)][:changed]:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nEdition {number} adds a word on the price of rope.\n")
    return changed


def found(path, word):
    """Return the documents that a database of the floor finds for a word."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT DISTINCT d.id FROM passage_index i JOIN passage p ON p.key = i.rowid"
            " JOIN document d ON d.key = p.document_key WHERE passage_index MATCH ?",
            (f'"{word}"',),
        ).fetchall()
    connection.close()
    return {id_ for (id_,) in rows}


def searched(store, word):
    """Return the documents that a search of ours finds for a word."""
    answer = store.search(word, 100_000)
    return {found.source.id for found in answer.found} if isinstance(answer, Passages) else set()


def agree(folder, ours, theirs):
    """Hold both stores to what they find: the same documents for words that no stemmer changes."""
    names = sorted((folder / "documents").iterdir())
    texts = (path.read_text("utf-8").split("---\n", 2)[2] for path in names[:: max(1, len(names) // 20)])
    words = {word.strip(".,”“") for text in texts for word in text.split()}.difference(COMMON)
    plain = sorted(word for word in words if word.islower() and word.endswith(("oul", "om", "ar")))[:40]
    store = BriefingStore.open(f"sqlite:///{ours}")
    wrong = [word for word in plain if searched(store, word) != found(theirs, word)]
    store.close()
    if wrong or not plain:
        raise SystemExit(f"the stores do not find the same: {wrong}")


MANY = 1_000


def measure(author, count, rounds, place):
    """Print the figures of one size, and return what goes into the table."""
    folder, ours, theirs = place / f"seeds-{count}", place / "ours.db", place / "floor.db"
    author.write(folder, count)
    full = [[run(what, folder, fresh(ours if what == "load" else theirs)) for what in FULL] for _ in range(rounds)]
    agree(folder, ours, theirs)
    same = [(run("hash", folder, ours), run("load", folder, ours)) for _ in range(rounds)]
    some = []
    for number in range(rounds):
        changed = edit(folder, count, number)
        some.append(run("load", folder, ours))
    plain, least, took = (min(one[at]["seconds"] for one in full) for at in range(3))
    bare, unchanged = (min(one[at]["seconds"] for one in same) for at in (0, 1))
    part = min(one["seconds"] for one in some)
    share = (part - unchanged) / (took * changed / count)
    peak = [max(one[-1]["peak"][who] for one in full) for who in (0, 1)]
    print(f"{count} documents")
    print(f"  full       {took:8.3f} s, floor {least:.3f} s: ratio {took / least:.2f} (aim 1.2)", end="")
    print(f"; without stems {plain:.3f} s: {took / plain:.2f}")
    print(f"  unchanged  {unchanged:8.3f} s, hash {bare:.3f} s: ratio {unchanged / bare:.2f} (aim 2)")
    print(f"  1% changed {part:8.3f} s: {changed} changed cost {share:.1f} times their share of a full load")
    print(f"  peak memory {peak[0]:.0f} MiB, the second process {peak[1]:.0f} MiB")
    # A load of five is all start.
    most = (1.2, 2) if count >= MANY else (None, None)
    return [
        Row(f"load of {count:,} documents", took / least, "of the barest store", most[0]),
        Row(f"load of {count:,} documents, unchanged", unchanged / bare, "of hashing them", most[1]),
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=3)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        what, *paths = args.child
        child(what, *map(Path, paths))
        return
    author = Author()
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as place:
        for count in args.sizes:
            append(args.rows, measure(author, count, args.rounds, Path(place)))


if __name__ == "__main__":
    main()
