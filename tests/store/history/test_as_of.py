"""What the store said on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from store.errors import TooLong
from store.history.archive import Archive
from store.history.as_of import Past
from store.model import Brief, Nothing
from tests.paths import seeds_in

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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
