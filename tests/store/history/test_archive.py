from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from store.db import load_lock
from store.errors import LoadRunning, TooLong
from store.history.archive import Archive, Past, StoreMoved, UnknownGeneration
from store.model import Brief, Nothing
from tests.paths import seeds_in

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD, NEW = "No year has been set for the handover", "A year has been set for the handover"
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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
