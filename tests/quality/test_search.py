"""A search finds as well as a plain search engine: beside bm25s in the same run, on collections of our own making."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from store.core import BriefingStore
from store.db.engine import Database
from tests.quality.retrieval import Collection, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUBJECTS = 40


def invented(seed: int, paragraphs: int) -> Collection:
    """Documents on subjects; a question has some words of one, common words besides, and some that stand nowhere."""
    rng = random.Random(seed)
    names = [a + b + c for a in ("bre", "ko", "lin", "mar", "tu") for b in ("da", "vi", "sho", "ne") for c in "lmnrs"]
    common = [a + b for a in ("gra", "pel", "ston", "wim", "hob") for b in ("ing", "ory", "et", "al", "ume", "ick")]
    rng.shuffle(names)
    subjects = [rng.sample(names, 6) for _ in range(SUBJECTS)]
    texts, relevant = {}, {str(at): set() for at in range(SUBJECTS)}
    for number in range(SUBJECTS * 6):
        at = number % SUBJECTS
        texts[f"d{number:03}"] = Text(
            " ".join(said(rng, subjects[at], common, 4)),
            "",
            tuple(" ".join(said(rng, subjects[at], common, rng.randint(15, 60))) for _ in range(paragraphs)),
        )
        relevant[str(at)].add(f"d{number:03}")
    asked = {
        str(at): " ".join([*rng.sample(subjects[at], 3), *rng.sample(common, 3), "zebra"]) for at in range(SUBJECTS)
    }
    return Collection(texts, asked, {number: frozenset(some) for number, some in relevant.items()})


def said(rng: random.Random, subject: Sequence[str], common: Sequence[str], count: int) -> Iterator[str]:
    return (rng.choice(subject if rng.random() < 0.1 else common) for _ in range(count))


@pytest.mark.parametrize("paragraphs", [1, 4], ids=["short documents", "long documents"])
def test_a_search_orders_documents_as_well_as_bm25s(paragraphs: int, store: BriefingStore) -> None:
    ours, plain = [], []
    for seed in range(3):
        collection = invented(seed, paragraphs)
        collection.load(store, NOW)
        ours.append(collection.ndcg(collection.searched(store)))
        plain.append(collection.ndcg(collection.plain()))

    assert 0.2 < mean(plain) < 0.99
    assert mean(ours) >= mean(plain) - 0.01


def test_both_databases_give_the_same_documents(sqlite_url: str, postgresql_url: str) -> None:
    collection = invented(3, 4)
    found = []
    for url in (sqlite_url, postgresql_url):
        store = BriefingStore(Database(url))
        collection.load(store, NOW)
        found.append(collection.searched(store))
        store.close()

    assert found[0] == found[1]


def test_every_question_with_a_word_that_stands_anywhere_finds_something(store: BriefingStore) -> None:
    collection = invented(4, 2)
    collection.load(store, NOW)

    found = collection.searched(store)

    assert all(found.values())
