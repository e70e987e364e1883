"""What is done while calls fail: load, add, replace, pull, roll back, back up; and two ways not to do it."""

import shutil
import subprocess
import sys
import time
import traceback
from contextlib import closing
from datetime import timedelta

from sqlalchemy import delete

from bot.cli import main
from store.content import file_marks
from store.core import BriefingStore
from store.db.engine import Database
from store.db.schema import edit, feed_item, feed_place, feed_shingle
from store.errors import AllianceError
from store.feeds.entries import entry
from store.feeds.model import FeedMode, FeedReply, ParsedFeed
from store.ingest.model import AddRequest, Raw
from store.mending.model import EditDone, NothingToChoose, ReplaceStatement, StatementDraft
from store.model import PartialDate
from store.model.documents import FIELDS
from tests.faults.judging import AT, Work, write
from tests.soundness import unsound
from tests.store.powers import read_only

NOTE = b"Lamps are lit at dusk.\n\nThe keeper writes the hours down.\n"
OLD_NOTE = {"note.txt": b"Lamps were lit at dawn.\n", "note.txt.yaml": b"title: Lamps\npublisher: Light house\n"}
NOTHING = dict.fromkeys(FIELDS, "")


class Load(Work):
    """`alliance load` of a folder in which something was added, changed and removed."""

    def prepare(self):
        write(self.seeds, "after")

    def do(self):
        return alliance("load", str(self.seeds), "--yes")


class Abandoned(Load):
    """A load by a process that is gone as soon as it knows: nothing is closed after a failure."""

    def do(self):
        self.open = BriefingStore(Database(self.url, wait_seconds=0))
        came = code(lambda: self.open.loader.load(self.seeds, by="sweep", at=AT, sure=True))
        if came == 0:
            self.open.close()
        return came


class Rollback(Work):
    """`alliance rollback`."""

    def prepare(self):
        write(self.seeds, "after")
        self.rewind()

    def rewind(self):
        self.load(self.seeds)
        self.target = str(self.store().snapshot.generation - 1)

    def do(self):
        return alliance("rollback", self.target, "--yes")


class Add(Work):
    """A document that comes in from Slack, with corrections, into a folder that can be written."""

    order = AddRequest("note", {**NOTHING, "title": "Lamps", "publisher": "Light house"}, ("dues",))

    def do(self):
        return code(self.add)

    def add(self):
        with closing(BriefingStore.open(self.url)) as store:
            store.ingest(self.seeds).add(Raw("note.txt", NOTE), self.order, by="sweep", at=AT)


class Replace(Add):
    """The same in the place of another, whose sidecar goes."""

    order = AddRequest("note", {**NOTHING, "title": "Lamps are lit at dusk."}, replace=True)

    def prepare(self):
        for name, data in OLD_NOTE.items():
            (self.old / "documents" / name).write_bytes(data)
        self.put(self.old, self.seeds)
        self.load(self.old)


class Supersede(Add):
    """The same in the place of one that the store kept, for a folder that could not be written then."""

    order = Replace.order

    def prepare(self):
        self.rewind()

    def rewind(self):
        with self.database.write() as connection:
            for name, data in OLD_NOTE.items():
                file_marks.keep(connection, f"documents/{name}", data, "sweep", AT)
        self.load(self.old)


class Pull(Supersede):
    """`alliance seeds pull`."""

    def do(self):
        return alliance("seeds", "pull", str(self.seeds))

    def settles_for(self, seen):
        """What is written whole may stay as long as the store keeps it too."""
        return seen.said == self.before.said and seen.files == self.after.files


class Mend(Work):
    """A statement edited in place, in a folder that can be written; another topic is to show it too."""

    draft = StatementDraft(
        "The dues rise.", "2026", "fact", (("ledger", 1),), ("do dues rise",), topics=("only-before",)
    )

    def rewind(self):
        with self.database.write() as connection:
            connection.execute(delete(edit))
        self.load(self.old)

    def do(self):
        return code(self.mend)

    def mend(self):
        with closing(BriefingStore.open(self.url)) as store:
            self.came(store.mending(self.seeds).apply(ReplaceStatement("dues#1", self.draft, ""), by="sweep", now=AT))

    def came(self, outcome):
        if not isinstance(outcome, EditDone):
            raise NothingToChoose(str(outcome))


class Unmend(Mend):
    """The same turned back."""

    def prepare(self):
        self.mend()

    def rewind(self):
        super().rewind()
        self.put(self.old, self.seeds)
        self.mend()

    def do(self):
        return code(self.unmend)

    def unmend(self):
        with closing(BriefingStore.open(self.url)) as store:
            mending = store.mending(self.seeds)
            last = next(one for one in mending.edits() if one.kind == "replace")
            self.came(mending.undo(last.number, by="sweep", now=AT))


class MendKept(Mend):
    """The same for a folder that cannot be written."""

    def mend(self):
        with read_only(self.seeds / "topics"):
            super().mend()


class Poll(Work):
    """What an entry of a feed becomes, from what came over the wire to a document that is live."""

    texts = ("Lamps were lit at dusk over the harbour, and dues were paid.",)

    def prepare(self):
        with closing(BriefingStore.open(self.url)) as store:
            self.feed = store.feeds.add(
                "https://light.example/feed", "Light", mode=FeedMode.PUBLISH, words=(), by="sweep", at=AT
            )

    def rewind(self):
        with closing(BriefingStore.open(self.url)) as store:
            for one in store.feeds.news():
                store.feeds.drop(one.id, by="sweep", now=AT)
            with self.database.write() as connection:
                for table in (feed_item, feed_place, feed_shingle):
                    connection.execute(delete(table))

    def do(self):
        return code(self.poll)

    def poll(self):
        entries = tuple(map(self.entry, range(len(self.texts))))
        # Later each time than the lease of who was lost.
        now = AT + timedelta(seconds=100_000 * (time.monotonic() % 10_000))
        with closing(BriefingStore.open(self.url)) as store:
            store.feeds.answered(self.feed, FeedReply(ParsedFeed("Light", "en", entries)), AT)
            for item in store.feeds.claim_items(now, 10):
                store.feeds.read(item, None, AT)
            store.feeds.publish_ready(AT)

    def entry(self, number):
        told = {
            "title": f"Harbour dues {number}",
            "author": "",
            "publisher": "",
            "published": PartialDate(2026, 11, 22),
        }
        return entry(
            id_=str(number), link=f"https://light.example/{number}", html=self.texts[number], full=True, **told
        )


class Backup(Work):
    """`alliance backup`, of SQLite."""

    @property
    def place(self):
        return self.folder / "backups"

    def prepare(self):
        self.place.mkdir()

    def do(self):
        return alliance("backup", str(self.place / "all"), "--force")

    def files(self):
        """What the backups say, by path."""
        return {path: self.read(path) for path in self.place.iterdir()}

    def settles_for(self, seen):
        """A whole one may stay, of which the disk does not say that it will keep its name."""
        return seen.said == self.before.said and seen.files == self.after.files

    def read(self, path):
        return restored(path)


class Dump(Backup):
    """`alliance backup`, of PostgreSQL."""

    def read(self, path):
        """The SQL of an archive; the key that is new in each is no part of what it says."""
        told = subprocess.run(["pg_restore", "--file=-", path], capture_output=True, text=True, check=False)
        return [told.returncode, *(row for row in told.stdout.splitlines() if "restrict " not in row)]


def restored(path):
    """What a backup of SQLite says."""
    store = BriefingStore(Database(f"sqlite:///{path}"))
    try:
        store.refresh()
        return [store.ask("harbour dues"), *map(store.document, store.snapshot.sources), *unsound(store.database)]
    except AllianceError as error:
        return str(error)
    finally:
        store.close()


# What not to do


class Halves(Load):
    """Load the documents that changed, and then the topics."""

    def prepare(self):
        super().prepare()
        self.half = self.folder / "half"
        self.put(self.old, self.half)
        shutil.rmtree(self.half / "documents")
        shutil.copytree(self.seeds / "documents", self.half / "documents")

    def do(self):
        return code(self.both)

    def both(self):
        with closing(BriefingStore.open(self.url)) as store:
            for folder in (self.half, self.seeds):
                store.loader.load(folder, by="sweep", at=AT, sure=True)


class InPlace(Add):
    """Write where others read, and leave it there whatever comes."""

    def add(self):
        (self.seeds / "documents" / "note.txt").write_bytes(NOTE)
        (self.seeds / "documents" / "note.txt.yaml").write_bytes(OLD_NOTE["note.txt.yaml"])
        with closing(BriefingStore.open(self.url)) as store:
            store.loader.load(self.seeds, by="sweep", at=AT, sure=True)


# Exit codes


def alliance(*words):
    """The exit code of a command."""
    sys.argv = ["alliance", *words]
    try:
        main.main()
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def code(work):
    """The exit code of a command that would do *work*."""
    try:
        work()
    except AllianceError as error:
        traceback.print_exc()
        return error.exit_code
    except Exception:
        traceback.print_exc()
        return AllianceError.exit_code
    return 0
