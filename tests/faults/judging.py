"""Something that is done to a store and a folder while calls fail, and what both must be like afterwards."""

import dataclasses
import shutil
from datetime import UTC, datetime

from sqlalchemy import delete, text

from store.content import file_marks
from store.core import BriefingStore
from store.db.engine import Database
from store.db.schema import edit, metadata
from tests.soundness import unsound

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DOCUMENT = """---
title: The {name}
publisher: Harbour office
kind: official
published: 2026-01-24
---

The pilots of {stamp} keep the {name}.

Its second page is blank.
"""
TOPIC = """---
name: Harbour {name}
category: harbour
reviewed: 2026-01-24
statements:
  - id: 1
    text: The {name} of {stamp} stand.
    as_of: 2026-01-24
    held_by: official
    cites: [ledger#1]
---
What {stamp} says of the harbour's {name}.
"""
_TABLES = [table.name for table in metadata.sorted_tables]
_DIGEST = "SELECT '{0}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} t"
_ROWS = text(" UNION ALL ".join(map(_DIGEST.format, _TABLES)))
"""A digest of every table, on PostgreSQL."""


def write(folder, stamp):
    """Make *folder* say *stamp*: what *stamp* alone has is added, what others have is gone, and some is changed."""
    for kind, form, names in (("documents", DOCUMENT, ("ledger", "charter")), ("topics", TOPIC, ("dues",))):
        shutil.rmtree(folder / kind, ignore_errors=True)
        (folder / kind).mkdir(parents=True)
        for name in (*names, f"only-{stamp}"):
            said = "ever" if name == "charter" else stamp
            (folder / kind / f"{name}.md").write_text(form.format(name=name, stamp=said), encoding="utf-8")


@dataclasses.dataclass(frozen=True)
class Seen:
    """What a store says, and what a folder holds, by path, hidden files too."""

    generation: int
    said: tuple
    files: dict


class Work:
    """Something that is done. What it comes to when nothing fails is found by doing it.

    Before it the store says what the folder `old` says, and so does the place,
    unless `prepare` makes it otherwise.
    """

    def __init__(self, url, folder):
        self.url = url
        self.database = Database(url)
        self.folder = folder
        self.seeds, self.old, self.kept = folder / "seeds", folder / "old", folder / "kept"
        write(self.old, "before")
        self.let_go()
        self.load(self.old)
        self.put(self.old, self.seeds)
        self.prepare()
        self.keep()
        self.before = self.seen()
        assert unsound(self.database) == []
        assert self.do() == 0
        self.after = self.seen()
        assert self.after != self.before
        self.renew()

    def prepare(self):
        """Make everything as it is before the work."""

    def do(self):
        """Do the work and return its exit code."""
        raise NotImplementedError

    def rewind(self):
        """Let the store, after the work, say again what it said before it; on PostgreSQL."""
        self.load(self.old)

    @property
    def place(self):
        """The folder that is written to."""
        return self.seeds

    @property
    def places(self):
        """Where the files are whose calls count."""
        return [self.place, *([self.database.path] if self.database.path else [])]

    # What there is

    def store(self):
        store = BriefingStore(self.database)
        store.refresh()
        return store

    def load(self, folder):
        self.store().loader.load(folder, by="sweep", at=AT, sure=True)

    def let_go(self):
        """Let the store keep no files and no edits, whatever was done with it before."""
        with self.database.write() as connection:
            connection.execute(delete(edit))
            file_marks.let_go(connection, [one.name for one in file_marks.listed(connection)])

    def put(self, folder, place):
        """Let *place* be as *folder* is."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)

    def seen(self):
        """What people read, what waits in the store, and what is in the place."""
        store = self.store()
        with self.database.read() as connection:
            waiting = file_marks.listed(connection)
        asked = store.ask("harbour dues"), store.search("pilots keep"), store.search("lamps dusk")
        answers = (dataclasses.replace(one, generation=0) for one in asked)
        documents = map(store.document, store.snapshot.sources)
        return Seen(store.snapshot.generation, (*answers, store.snapshot.topics, *documents, *waiting), self.files())

    def files(self):
        return {path: path.read_bytes() for path in self.place.rglob("*") if path.is_file()}

    # Again and again

    def keep(self):
        """Keep a copy of what is there now."""
        self.database.close()
        self.put(self.place, self.kept)
        if self.database.path:
            shutil.copy(self.database.path, self.folder / "kept.db")

    def renew(self):
        """Make everything as it was before the work."""
        self.put(self.kept, self.place)
        if self.database.path is None:
            self.rewind()
            self.before = self.seen()
        else:
            self.database.close()
            for path in self.own_files():
                path.unlink()
            shutil.copy(self.folder / "kept.db", self.database.path)
        self.start = self.state()

    def state(self):
        """All that there is, to the byte or the row: what is so again needs no second look."""
        held = {path: path.read_bytes() for path in self.place.rglob("*") if path.is_file()}
        if self.database.path is None:
            with self.database.read() as connection:
                return {**held, "rows": connection.execute(_ROWS).all()}
        self.database.close()
        return {**held, **{path: path.read_bytes() for path in self.own_files() if path.stat().st_size}}

    def own_files(self):
        """The files of the database."""
        return self.database.path.parent.glob(f"{self.database.path.name}*")

    # The judge

    def wrong(self, code, failed):
        """Yield what is not as it must be after the work ended with *code*, because calls *failed*."""
        if code and self.state() == self.start:
            return
        # A hidden file that the system would not remove stays.
        stays = {call.removeprefix("unlink ") for call in failed if call.startswith("unlink .")}
        try:
            yield from self.otherwise(code, stays)
            if code:
                again = self.do()
                yield from ([] if again == 0 else [f"done again it ends with {again}"])
                yield from (f"done again: {one}" for one in self.otherwise(0, stays))
            self.load(self.seeds)
            yield from unsound(self.database)
        finally:
            self.renew()

    def otherwise(self, code, stays):
        """Yield what sets everything apart from what is due after *code*; files of the names *stays* may be there."""
        seen, due = self.seen(), self.before if code else self.after
        files = {path: held for path, held in seen.files.items() if path.name not in stays}
        if code and self.settles_for(dataclasses.replace(seen, files=files)):
            return
        if seen.said != due.said:
            yield "the store says something else"
        if code and seen.generation != due.generation:
            yield f"version {seen.generation} is live"
        if files != due.files:
            yield f"the folder holds {sorted(path.name for path in files)}"
            yield from (f"{path.name} reads {held!r}" for path, held in files.items() if due.files.get(path) != held)

    def settles_for(self, _seen):
        """Whether a failure may also leave it like this."""
        return False
