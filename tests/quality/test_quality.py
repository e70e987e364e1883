"""The floors under `alliance eval`, a little below what is reached; and that no text breaks or stalls a lookup."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store.content import vectors
from store.core import BriefingStore
from store.db.schema import vector
from store.embedding.process import MODEL
from store.lookup import evaluate
from store.model import MAX_QUERY
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIMIT_SECONDS = 0.05
Floors = Mapping[str, Mapping[str, int]]
FLOORS: Mapping[str, Mapping[str, Floors]] = json.loads((HERE / "floors.json").read_text("utf-8"))
"""What is reached on each list and kind, less one or two questions: a processor rounds as it likes."""
BY_WORDS, BY_MEANING = FLOORS["words"], FLOORS["meaning"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def seeded_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BriefingStore]:
    """A store with what ships, which nobody changes."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("seeded") / "alliance.db"
            url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), path)}"
        else:
            lent = stack.enter_context(request.getfixturevalue("lender").lent())
            url = lent.render_as_string(hide_password=False)
        store = stack.enter_context(closing(BriefingStore.open(url)))
        store.load(SHIPPED, by="tests", at=NOW)
        yield store


@pytest.fixture(scope="module")
def learnt() -> dict[str, bytes]:
    """What the model has made of the texts that ship: for the first database that asks."""
    return {}


@pytest.mark.parametrize("name", BY_WORDS)
def test_answers_are_right_as_often_as_they_were(name: str, seeded_store: BriefingStore):
    assert _below(BY_WORDS[name], name, seeded_store) == {}


@pytest.mark.prove
@pytest.mark.xdist_group("meaning")
@pytest.mark.timeout(1_200)
def test_answers_by_meaning_are_right_as_often_as_they_were(database_url: str, dialect: str, learnt: dict[str, bytes]):
    lists = [*BY_MEANING][None if dialect == "sqlite" else -1 :]
    with closing(BriefingStore.of(database_url, model=MODEL)) as store:
        store.migrate()
        store.load(SHIPPED, by="tests", at=NOW)
        with store.database.write() as connection:
            vectors.keep(connection, learnt)
        store.meanings.learn(store.index)
        with store.database.read() as connection:
            learnt |= dict(connection.execute(select(vector.c.key, vector.c.value)).all())

        below = {name: _below(BY_MEANING[name], name, store) for name in lists}

    assert not any(below.values())


def _below(floors: Floors, name: str, store: BriefingStore) -> dict[tuple[str, str], float]:
    """Return the figures of a list that are not reached any more."""
    lines = evaluate.read((HERE / name).read_text("utf-8"))
    figures = evaluate.figures(evaluate.outcomes(lines, store.ask))
    return {
        (kind, column): figures[kind][column]
        for kind, wanted in floors.items()
        if kind in figures
        for column, floor in wanted.items()
        if figures[kind][column] < floor
    }


@pytest.mark.parametrize(
    "around",
    ["hey, can you tell me {} rn? thx", "sorry, quick question: {}, need it for my boss", "{} - any idea?"],
)
def test_what_is_said_around_a_question_changes_no_answer(around: str, seeded_store: BriefingStore):
    asked = [
        line.text.rstrip(" ?.!") for line in evaluate.read((HERE / "list7.tsv").read_text("utf-8")) if line.answers
    ]

    changed = [text for text in asked if _told(seeded_store, around.format(text)) != _told(seeded_store, text)]

    assert changed == []


def _told(store: BriefingStore, text: str) -> object:
    """Return what is told but for the question."""
    return replace(store.ask(text), query="")


def test_every_topic_that_a_list_expects_is_there(seeded_store: BriefingStore):
    expected = {
        slug for path in HERE.glob("*.tsv") for line in evaluate.read(path.read_text("utf-8")) for slug in line.topics
    }

    assert expected <= seeded_store.snapshot.topics.keys()


def test_no_line_stands_on_both_lists():
    tuned, unseen = (
        {line.text.casefold(): line.kind for line in evaluate.read((HERE / name).read_text("utf-8"))}
        for name in ("lookups.tsv", "unseen.tsv")
    )

    assert {text for text in tuned.keys() & unseen.keys() if unseen[text] != "exact"} == set()


@pytest.mark.prove
@pytest.mark.timeout(1_200)
def test_no_text_breaks_or_stalls_a_lookup(seeded_store: BriefingStore):
    seeded_store.index.warm()
    texts = _texts(30_000 if seeded_store.database.dialect == "sqlite" else 5_000, seeded_store)

    slow = [text for text in texts if _seconds(seeded_store, text) > LIMIT_SECONDS and _again(seeded_store, text)]

    assert slow == []


def _again(store: BriefingStore, text: str) -> bool:
    """Return whether *text* stays slow: once may be the garbage collector's turn."""
    return min(_seconds(store, text) for _ in range(3)) > LIMIT_SECONDS


def _seconds(store: BriefingStore, text: str) -> float:
    """Return the seconds of this thread that a lookup takes, whatever else the machine does."""
    started = time.thread_time()
    store.ask(text)
    return time.thread_time() - started


def _texts(count: int, store: BriefingStore) -> Iterator[str]:
    """Yield names, words and characters of every sort, cut and mixed, at most as long as a lookup takes."""
    rng = random.Random(7)
    names = [name for topic in store.snapshot.topics.values() for name in topic.names]
    asked = [line.text for path in HERE.glob("*.tsv") for line in evaluate.read(path.read_text("utf-8"))]
    for _ in range(count):
        pieces = [rng.choice((names, asked, [_noise(rng)])) for _ in range(rng.randint(1, 6))]
        text = rng.choice(("", " ", "-", "\u200b")).join(rng.choice(some) for some in pieces)
        start = rng.randrange(3)
        yield text[start : start + rng.randint(1, MAX_QUERY)]


def _noise(rng: random.Random) -> str:
    ranges = ((32, 126), (32, 126), (0, 0x2FF), (0x1100, 0x11FF), (0xAC00, 0xD7A3), (0x1F300, 0x1F64F), (1, 0xD7FF))
    low, high = rng.choice(ranges)
    return "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 40)))
