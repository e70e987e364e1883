"""History that is old enough goes; what is live, and what channels were told, is as it was."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time as clock
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from store.core import BriefingStore
from store.digests.model import DeliveryOutcome, Draft, Place, Quiet, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster
from store.history import pruning
from store.history.archive import Archive, Past, UnknownGeneration
from store.model import Nothing, Passages
from tests.paths import SEEDS
from tests.soundness import unsound

if TYPE_CHECKING:
    from store.changes import Changes, Loaded
    from store.db.engine import Database
    from store.digests.model import Delivery

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEPT = 10
CLAIM = "No year has been set for the handover"
NOTE = "---\ntitle: A note\n---\n\nCormorants were counted at the {} pier.\n"


class Office:
    """One store that keeps KEPT days, and its seed folder; what is loaded on a day says so."""

    def __init__(self, database: Database, folder: Path, days: int | None = KEPT) -> None:
        self.database = database
        self.folder = folder
        self.store = BriefingStore(database, history_days=days)
        self.store.refresh()
        self.archive = Archive(database, history_days=days)

    def say(self, what: str) -> None:
        """Change the claim, the note, and one passage of a document that topics cite."""
        opcon = (SEEDS / "topics" / "opcon.md").read_text().replace(CLAIM, f"{CLAIM}, {what}")
        review = (SEEDS / "documents" / "policy-review-2025.md").read_text()
        (self.folder / "topics" / "opcon.md").write_text(opcon)
        (self.folder / "documents" / "policy-review-2025.md").write_text(f"{review}\n\nThe review adds {what}.\n")
        (self.folder / "documents" / f"note-{what}.md").write_text(NOTE.format(what))

    def forget(self, what: str) -> None:
        (self.folder / "documents" / f"note-{what}.md").unlink()

    def load(self, day: float) -> Loaded:
        return self.store.loader.load(self.folder, by="editor", at=MONDAY + day * DAY)

    def loaded(self, what: str, day: float) -> int:
        self.say(what)
        return self.load(day).generation

    @property
    def kept(self) -> list[int]:
        return [made.number for made in self.archive.generations()][::-1]

    def count(self, table: str) -> int:
        with self.database.read() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours

    def unsound(self) -> list[str]:
        return unsound(self.database)


@pytest.fixture
def office(database: Database, folder: Path) -> Office:
    """Generations 1 to 4, of days 0, 5, 12 and 13; nothing was old enough to be pruned until the last."""
    office = Office(database, folder)
    for what, day in (("one", 0), ("two", 5), ("three", 12), ("four", 13)):
        office.loaded(what, day)
    return office


def order(topics: tuple[str, ...] = ()) -> SubscriptionRequest:
    return SubscriptionRequest(Place("T1", "C1"), "U1", topics, Rule(WEEKDAYS, (time(12, 30),), "UTC"), Quiet.SILENT)


def untimed(changes: Changes) -> Changes:
    """The changes without when each was loaded, which is not known of what was pruned."""
    return replace(changes, statements=tuple(replace(one, at=None) for one in changes.statements))


# What goes, what stays


def test_without_a_setting_every_generation_is_kept(database: Database, folder: Path) -> None:
    office = Office(database, folder, days=None)

    for day in range(4):
        office.loaded(f"day-{day}", day * 1_000)

    assert office.kept == [1, 2, 3, 4]


def test_what_was_said_on_any_of_the_days_kept_can_still_be_asked(office: Office) -> None:
    assert office.kept == [1, 2, 3, 4]  # generation 1 was live until day 5, nine days ago

    office.loaded("five", 16)

    assert office.kept == [2, 3, 4, 5]
    assert office.archive.on(date(2026, 11, 29)) == 2  # day 6
    said = office.archive.at(2).topics["opcon"].statements[0].text
    assert said.startswith(f"{CLAIM}, two")


def test_a_load_that_changes_nothing_prunes_as_well(office: Office) -> None:
    done = office.load(23.1)

    assert not done.changed
    assert office.kept == [3, 4]


def test_the_live_generation_and_the_one_before_it_stay_whatever_their_age(office: Office) -> None:
    office.load(10_000)

    assert office.kept == [3, 4]
    assert office.archive.roll_back(3, by="editor", at=MONDAY + 10_000 * DAY).number == 5
    assert office.kept == [4, 5]


def test_of_a_single_generation_nothing_goes(database: Database, folder: Path) -> None:
    office = Office(database, folder)
    office.load(0)

    office.load(10_000)

    assert office.kept == [1]


def test_rows_that_only_pruned_generations_had_are_gone_and_every_count_is_right(office: Office) -> None:
    before = {table: office.count(table) for table in ("statement", "topic", "document", "passage")}

    office.load(10_000)

    gone = {table: before[table] - office.count(table) for table in before}
    # Of the four versions of one statement and of one document with five passages the last two stay.
    assert gone == {"statement": 2, "topic": 0, "document": 2, "passage": 10}
    assert office.unsound() == []


def test_what_is_live_reads_and_is_found_as_before(office: Office) -> None:
    for what in ("one", "two"):
        office.forget(what)
    office.load(14)
    before, found = office.store.snapshot, office.store.search("cormorants")

    office.load(10_000)
    again = BriefingStore.open(office.database.url.render_as_string(hide_password=False))

    assert again.snapshot == before
    assert isinstance(found, Passages)
    assert len(found.found) == 2
    assert again.search("cormorants") == found
    assert office.count("passage") == sum(len(again.document(source.id).passages) for source in again.sources()) + 2
    assert office.unsound() == []
    again.close()


def test_keys_of_pruned_rows_may_be_given_again(office: Office) -> None:
    office.loaded("five", 14)
    office.forget("five")
    office.load(15)
    office.load(10_000)  # the highest keys may be those of what was pruned

    office.loaded("six", 10_001)
    office.load(20_000)

    found = office.store.search("cormorants six")
    assert isinstance(found, Passages)
    assert found.found[0].source.id == "note-six"
    assert office.unsound() == []


def test_a_rollback_prunes_too(office: Office) -> None:
    office.archive.roll_back(1, by="editor", at=MONDAY + 22.5 * DAY)

    assert office.kept == [3, 4, 5]
    assert office.unsound() == []


def test_a_long_history_goes_in_several_transactions_and_without_a_gap(database: Database, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    office = Office(database, tmp_path / "few", days=None)
    for number in range(pruning.AT_ONCE + 5):
        (office.folder / "note.md").write_text(NOTE.format(number))
        office.load(number)
    office = Office(database, office.folder)

    office.load(10_000)

    assert office.kept == [pruning.AT_ONCE + 4, pruning.AT_ONCE + 5]
    assert office.unsound() == []


def test_where_nothing_is_old_enough_nothing_is_written(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    other = type(office.database)(office.database.url.render_as_string(hide_password=False), wait_seconds=1)

    with office.database.write() as connection:
        connection.execute(text("UPDATE current_generation SET generation = generation"))
        pruning.prune(other, KEPT, MONDAY + 13 * DAY)  # somebody writes, and it needs no turn

    assert caplog.messages == []
    other.close()


# What was pruned says so


def test_what_was_pruned_says_so_wherever_it_is_asked_for(office: Office) -> None:
    office.archive.at(1)  # remembered, and of no use any more
    office.load(10_000)

    for asked in (
        lambda: office.archive.generation(1),
        lambda: Archive(office.database).at(2),
        lambda: office.archive.changes(1, 4),
        lambda: office.archive.changes(4, 2),
        lambda: office.archive.roll_back(1, by="editor", at=MONDAY + 10_001 * DAY),
    ):
        with pytest.raises(UnknownGeneration, match=r"Version [12] has been pruned; the history begins with .* 3\."):
            asked()
    with pytest.raises(UnknownGeneration, match="There is no version 9"):
        office.archive.generation(9)
    assert office.kept == [3, 4]


def test_a_day_before_the_history_begins_has_no_answer_but_says_where_it_begins(office: Office) -> None:
    office.load(10_000)
    past = Past(office.archive)

    stood = past.ask("opcon", date(2026, 11, 29))

    assert (stood.answer, stood.generation) == (None, None)
    assert stood.first is not None
    assert stood.first.number == 3
    assert not isinstance(past.ask("opcon", date(2026, 12, 5)).answer, Nothing)


def test_a_document_of_a_pruned_generation_is_not_shown_as_what_it_was_not(office: Office) -> None:
    office.load(10_000)

    assert office.store.document("policy-review-2025", 1) is None
    assert office.store.document("almanac-peninsula", 1) == office.store.document("almanac-peninsula")


# What channels were told


def test_news_to_a_channel_that_was_told_long_ago_is_the_same_after_pruning(office: Office) -> None:
    Roster(office.database).subscribe(order(), generation=1, at=MONDAY)
    office.forget("one")  # what goes is news as well
    office.load(14)
    expected = untimed(office.archive.untold(1, 5))

    office.load(10_000)

    assert office.kept == [4, 5]
    assert untimed(office.archive.untold(1, 5)) == expected
    assert expected.statements[0].before is not None
    assert expected.documents.removed == ("note-one",)


def test_what_a_channel_was_told_goes_once_it_was_told_more(office: Office) -> None:
    roster, outbox = Roster(office.database), Outbox(office.database)
    roster.subscribe(order(), generation=1, at=MONDAY)
    office.load(10_000)
    held = office.count("statement")
    (sent,) = sending(outbox, generation=4)

    outbox.record([DeliveryOutcome(sent, State.POSTED, sent.due_at, ts="1.2")])
    office.loaded("five", 10_001)
    office.load(20_000)

    assert office.kept == [4, 5]
    assert office.count("statement") == held - 1  # those of 1, 3 and 4; those of 4 and 5
    assert office.unsound() == []


@pytest.mark.parametrize("state", [State.SENDING, State.UNCONFIRMED])
def test_what_a_digest_under_way_tells_is_kept_until_it_has_arrived(office: Office, state: State) -> None:
    roster, outbox = Roster(office.database), Outbox(office.database)
    roster.subscribe(order(), generation=0, at=MONDAY)
    (sent,) = sending(outbox, generation=2)
    if state is State.UNCONFIRMED:
        outbox.record([DeliveryOutcome(sent, State.UNSURE, sent.due_at)])
        (sent,) = outbox.claim_unsure(sent.due_at + DAY, limit=1)
        outbox.record([DeliveryOutcome(sent, state, sent.due_at)])
    expected = untimed(office.archive.untold(2, 4))

    office.load(10_000)

    assert outbox.find(sent.id).state is state
    assert office.kept == [3, 4]
    assert untimed(office.archive.untold(2, 4)) == expected
    assert expected.statements


def sending(outbox: Outbox, generation: int) -> tuple[Delivery, ...]:
    """A digest on its way, which will have told of *generation*."""
    due = MONDAY + DAY
    outbox.materialise(due)
    (claimed,) = outbox.claim(due, limit=1)
    return outbox.intend({claimed.id: Draft("{}", (), generation, ())}, due)


# When it fails


FAILING = {
    "sqlite": ("CREATE TRIGGER full BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END",),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER full_disk BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()",
    ),
}


@pytest.mark.parametrize("table", ["statement", "document", "passage", "generation"])
def test_a_pruning_that_fails_fails_no_load_and_leaves_all_as_it_was(
    office: Office, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    with office.database.write() as connection:
        for step in FAILING[office.database.dialect]:
            connection.execute(text(step.format(table=table)))
    before = {name: office.count(name) for name in ("statement", "document", "passage")}

    done = office.load(10_000)

    assert (done.generation, done.changed) == (4, False)
    assert office.kept == [1, 2, 3, 4]
    assert {name: office.count(name) for name in before} == before
    assert office.unsound() == []
    (record,) = (one for one in caplog.records if one.levelno >= logging.WARNING)
    assert record.getMessage() == "history not pruned; the next load tries again"
    assert vars(record)["code"] == "prune_failed"


STUCK = {
    "sqlite": (
        "CREATE VIEW endless AS WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT max(n) FROM n",
        "CREATE TRIGGER stuck BEFORE DELETE ON passage BEGIN SELECT * FROM endless; END",
        "SELECT 1",
        "DROP TRIGGER stuck",
    ),
    "postgresql": (
        "CREATE FUNCTION endless() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(60); END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER stuck BEFORE DELETE ON passage FOR EACH ROW EXECUTE FUNCTION endless()",
        # The server notices that somebody is gone once it has something to tell them, which may take it a minute here.
        (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ),
        "DROP TRIGGER stuck ON passage",
    ),
}


def test_a_process_that_is_killed_while_it_prunes_leaves_all_as_it_was(office: Office, database_url: str) -> None:
    function, trigger, noticed, drop = STUCK[office.database.dialect]
    with office.database.write() as connection:
        connection.execute(text(function))
        connection.execute(text(trigger))
        connection.execute(text("UPDATE generation SET loaded_at = '2001-01-01 00:00:00'"))
    (office.folder / "documents" / "note-five.md").write_text(NOTE.format("five"))
    command = [str(Path(sys.executable).with_name("alliance")), "load", str(office.folder)]
    process = subprocess.Popen(command, env={"DATABASE_URL": database_url, "HISTORY_DAYS": "1"})

    while office.count("generation") < 5:
        clock.sleep(0.02)
    clock.sleep(0.3)  # what it does next is what it is stuck in
    process.send_signal(signal.SIGKILL)

    assert process.wait() == -signal.SIGKILL
    with office.database.write() as connection:
        connection.execute(text(noticed))
    assert office.kept == [1, 2, 3, 4, 5]
    assert office.unsound() == []
    with office.database.write() as connection:
        connection.execute(text(drop))
    office.load(10_000)
    assert office.kept == [4, 5]
    assert office.unsound() == []
