"""Questions to the seeds that ship, by words and by meaning, beside the plainest thing that does such a job."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import bm25s
import psutil
from lookups import Figure, anew, us

from store.core import BriefingStore
from store.embedding.process import MODEL, OFF
from store.lookup import evaluate
from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

ASKED = HOUSE / "tests/quality/list1.tsv"


@dataclass(frozen=True, slots=True)
class Questions:
    """What questions cost, and the megabytes of the process that holds the model."""

    figures: list[Figure]
    model_megabytes: float


def questions(folder: Path, seeds: Path, most: int) -> Questions:
    """Return what the questions of a list, at *most* so many, cost on *seeds*."""
    asked = [line.text for line in evaluate.read(ASKED.read_text("utf-8"))][:most]
    with closing(_loaded(folder, seeds, OFF)) as by_words, closing(_loaded(folder, seeds, MODEL)) as by_meaning:
        statements = by_words.index.corpus.statements
        texts = [" ".join((one.text, *one.asks)) for one in statements]
        plain = bm25s.BM25()
        plain.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)

        def ranked(text: str) -> object:
            return plain.retrieve(bm25s.tokenize(text, show_progress=False), k=3, show_progress=False)

        by_meaning.meanings.learn(by_meaning.index)
        encoder = by_meaning.meanings.encoder
        found = [
            Figure("question, by words", "bm25s over statements", 5_000, *us(anew(by_words), ranked, asked)),
            Figure("question, by model", "the model alone", 40_000, *us(anew(by_meaning), encoder.question, asked)),
        ]
        children = psutil.Process().children()
        return Questions(found, max(child.memory_info().rss for child in children) / 2**20)


def _loaded(folder: Path, seeds: Path, model: str) -> BriefingStore:
    store = BriefingStore.of(f"sqlite:///{folder / model}.db", model=model)
    store.migrate()
    store.load(seeds, by="bench", at=datetime.now(UTC))
    store.index.warm()
    return store
