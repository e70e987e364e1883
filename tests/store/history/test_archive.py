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
from store.db import load_lock
from store.digests.model import DeliveryOutcome, Draft, Place, Quiet, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster
from store.errors import LoadRunning, TooLong
from store.history.archive import AT_ONCE, Archive, Past, StoreMoved, UnknownGeneration, prune
from store.model import Brief, Nothing, Passages
from tests.paths import SEEDS, seeds_in
from tests.soundness import unsound

if TYPE_CHECKING:
    from store.changes import Changes, Loaded
    from store.db.engine import Database
    from store.digests.model import Delivery


MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD, NEW = "No year has been set for the handover", "A year has been set for the handover"
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEPT = 10
CLAIM = "No year has been set for the handover"
NOTE = "---\ntitle: A note\n---\n\nCormorants were counted at the {} pier.\n"


@pytest.fixture
def archive(database):
    return Archive(database)


@pytest.fixture
def loaded(store, folder):
    """Generation 1, with a way to edit a file and load it as the next."""

    class Loaded:
        generation = store.load(folder, by="editor", at=MONDAY).generation

        def edit(self, file, old, new, days=1):
            path = folder / file
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
            return self.load(days)

        def load(self, days=1):
            return store.load(folder, by="editor", at=MONDAY + timedelta(days=days)).generation

    return Loaded()


def test_a_changed_statement_shows_both_readings_and_when(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)

    (change,) = archive.changes(1, 2).statements

    assert change.id == "opcon#1"
    assert change.before.text.startswith(OLD)
    assert change.after.text.startswith(NEW)
    assert (change.generation, change.at) == (2, MONDAY + timedelta(days=1))


def test_what_was_changed_and_changed_back_is_no_change(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)
    loaded.edit("topics/opcon.md", NEW, OLD, days=2)

    assert not archive.changes(1, 3)
    assert archive.changes(2, 3)


def test_only_the_topics_asked_for_are_told(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)

    assert archive.changes(1, 2, ["opcon"]).statements
    assert not archive.changes(1, 2, ["sma"]).statements


def test_since_nothing_everything_is_added(archive, loaded):
    found = archive.changes(0, loaded.generation)

    assert {change.before for change in found.statements} == {None}
    assert found.topics.added == ("cfc", "opcon", "sma", "usfk")
    assert len(found.passages) > len(found.documents.added)


def test_a_topic_that_left_takes_its_statements_along(archive, loaded, folder):
    for path in (folder / "topics").glob("*.md"):
        path.write_text(path.read_text().replace("cfc, ", "").replace(", cfc", ""))
    loaded.load()
    (folder / "topics" / "cfc.md").unlink()
    loaded.load(2)

    found = archive.changes(2, 3)

    assert found.topics.removed == ("cfc",)
    assert {change.topic for change in found.statements} == {"cfc"}
    assert {change.after for change in found.statements} == {None}
    assert {change.generation for change in found.statements} == {3}


def test_a_paragraph_added_to_a_document_is_the_only_new_passage(archive, loaded, folder):
    path = folder / "documents" / "policy-review-2025.md"
    path.write_text(path.read_text() + "\n\nThe review adds a word on cost.\n")
    loaded.load()

    found = archive.changes(1, 2)

    assert [passage.text for _, passage in found.passages] == ["The review adds a word on cost."]
    assert found.documents.changed == ("policy-review-2025",)


def test_the_store_tells_what_it_said_on_a_day(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW, days=5)

    then = archive.at(archive.on(date(2026, 11, 24)))

    assert then.topics["opcon"].statements[0].text.startswith(OLD)
    assert archive.on(date(2026, 11, 28)) == 2
    assert archive.on(date(2026, 11, 22)) == 0


def test_a_rollback_is_a_new_generation_that_says_the_old_thing(archive, loaded, store):
    loaded.edit("topics/opcon.md", OLD, NEW)

    made = archive.roll_back(1, by="admin", at=MONDAY + timedelta(days=2))
    store.refresh()

    assert (made.number, made.rollback_to) == (3, 1)
    assert archive.generations()[0] == made
    assert [one.rollback_to for one in archive.generations()] == [1, None, None]
    assert made.difference.statements.changed == ("opcon#1",)
    assert store.snapshot.topics == archive.at(1).topics
    assert not archive.changes(1, 3)


def test_rolling_back_to_what_is_said_already_changes_nothing(archive, loaded):
    assert archive.roll_back(loaded.generation, by="admin", at=MONDAY) is None


def test_a_rollback_waits_for_no_load_but_is_refused_while_one_runs(archive, database, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)

    with load_lock.taken(database, by="Maria", at=MONDAY), pytest.raises(LoadRunning, match="Maria"):
        archive.roll_back(1, by="admin", at=MONDAY)

    assert archive.generations()[0].number == 2


def test_a_rollback_that_was_looked_at_too_long_ago_changes_nothing(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)
    loaded.edit("topics/opcon.md", NEW, "Nobody knows the year of the handover", days=2)

    with pytest.raises(StoreMoved):
        archive.roll_back(1, by="admin", at=MONDAY, expecting=2)

    assert archive.generations()[0].number == 3
    assert archive.roll_back(1, by="admin", at=MONDAY, expecting=3).number == 4


@pytest.mark.usefixtures("loaded")
def test_an_unknown_generation_says_so(archive):
    with pytest.raises(UnknownGeneration, match="no version 7"):
        archive.at(7)


def test_the_way_back_tells_the_same_changes_the_other_way_round(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)
    there, back = archive.changes(1, 2), archive.changes(2, 1)

    (before, after), (then, now) = [(one.before, one.after) for found in (there, back) for one in found.statements]

    assert (then, now) == (after, before)
    assert (back.since, back.until) == (2, 1)
    assert [(one.generation, one.at) for one in back.statements] == [(2, MONDAY + timedelta(days=1))]


def test_what_was_added_since_is_removed_on_the_way_back(archive, loaded, folder):
    (folder / "documents" / "new.md").write_text("---\ntitle: New\n---\n\nSomething new.\n")
    loaded.load()

    there, back = archive.changes(1, 2), archive.changes(2, 1)

    assert (there.documents.added, there.documents.removed) == (("new",), ())
    assert (back.documents.added, back.documents.removed) == ((), ("new",))
    assert [passage.text for _, passage in there.passages] == ["Something new."]
    assert back.passages == ()


def test_a_generation_is_given_by_its_number(archive, loaded):
    loaded.edit("topics/opcon.md", OLD, NEW)

    assert archive.generation(1).number == 1
    with pytest.raises(UnknownGeneration, match="no version 3"):
        archive.generation(3)


def test_a_statement_that_was_merged_away_leads_to_the_other_for_good(archive, loaded, folder):
    path = folder / "topics/usfk.md"
    usfk = path.read_text()
    second = usfk[usfk.index("  - id: 2") : usfk.index("disagreements:")]
    path.write_text(usfk.replace(second, "moved: {2: opcon#1}\n"))
    loaded.load()

    (change,) = archive.changes(1, 2).statements

    assert (change.id, change.after, change.moved_to) == ("usfk#2", None, "opcon#1")
    assert archive.at(2).home("usfk#2") == "opcon#1"
    assert archive.at(1).home("usfk#2") == "usfk#2"


def test_changes_of_a_topic_include_those_of_statements_it_shows(archive, loaded, folder):
    path = folder / "topics/sma.md"
    path.write_text(path.read_text().replace("questions:", "also: [opcon#1]\nquestions:"))
    loaded.load()
    loaded.edit("topics/opcon.md", OLD, NEW, days=2)
    loaded.edit("topics/opcon.md", "Two of five", "Four of five", days=3)

    found = archive.changes(2, 4, ["sma"])

    assert [change.id for change in found.statements] == ["opcon#1"]
    assert not found.topics


@pytest.fixture
def past(store, tmp_path):
    """Generation 1 of Friday and generation 2 of Monday, in which a year was set and the SMA left."""
    folder = seeds_in(tmp_path)
    store.load(folder, by="editor", at=FRIDAY)
    path = folder / "topics" / "opcon.md"
    path.write_text(path.read_text().replace("No year has been set", "A year has been set"))
    (folder / "topics" / "sma.md").unlink()
    usfk = folder / "topics" / "usfk.md"
    usfk.write_text(usfk.read_text().replace("related: [opcon, sma]", "related: [opcon]"))
    store.load(folder, by="editor", at=FRIDAY + timedelta(days=3))
    return Past(Archive(store.database))


def test_a_day_is_answered_by_the_generation_that_was_live_when_it_ended(past):
    before, after = past.ask("opcon", date(2026, 11, 22)), past.ask("opcon", date(2026, 11, 23))

    assert (before.generation.number, after.generation.number) == (1, 2)
    assert before.answer.topic.statements[0].text.startswith("No year has been set")
    assert after.answer.topic.statements[0].text.startswith("A year has been set")


def test_a_topic_that_left_since_is_still_known_then(past):
    assert isinstance(past.ask("sma", date(2026, 11, 21)).answer, Brief)
    assert isinstance(past.ask("sma", date(2026, 11, 23)).answer, Nothing)


def test_before_the_first_load_there_is_no_answer_but_when_the_history_starts(past):
    stood = past.ask("opcon", date(2026, 11, 19))

    assert (stood.answer, stood.generation) == (None, None)
    assert stood.first.number == 1


def test_one_statement_is_found_as_it_was_then(past):
    stood = past.ask("opcon#1", date(2026, 11, 20))

    assert stood.answer.focused.text.startswith("No year has been set")


def test_too_long_a_question_is_refused_for_the_past_too(past):
    with pytest.raises(TooLong):
        past.ask("x" * 501, date(2026, 11, 20))


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
    for number in range(AT_ONCE + 5):
        (office.folder / "note.md").write_text(NOTE.format(number))
        office.load(number)
    office = Office(database, office.folder)

    office.load(10_000)

    assert office.kept == [AT_ONCE + 4, AT_ONCE + 5]
    assert office.unsound() == []


def test_where_nothing_is_old_enough_nothing_is_written(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    other = type(office.database)(office.database.url.render_as_string(hide_password=False), wait_seconds=1)

    with office.database.write() as connection:
        connection.execute(text("UPDATE current_generation SET generation = generation"))
        prune(other, KEPT, MONDAY + 13 * DAY)  # somebody writes, and it needs no turn

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


def test_to_a_channel_that_was_told_nothing_all_is_new_and_no_passage_is_read(office: Office) -> None:
    first, later = office.archive.untold(0, 2), office.archive.untold(1, 2)

    assert [change.before for change in first.statements] == [None] * len(first.statements) != []
    assert first.documents.added
    assert first.passages == ()
    assert {source.id for source, _ in later.passages} == {*later.documents.added, *later.documents.changed} != set()


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
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
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
