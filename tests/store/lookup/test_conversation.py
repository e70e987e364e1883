"""Authors who are asked about, and questions that go on, over the seeds that ship."""

from __future__ import annotations

import pytest

from store import lookup, seeds
from store.lookup import Index
from store.model import Snapshot
from tests.paths import SHIPPED


@pytest.fixture(scope="module")
def index() -> Index:
    content = seeds.read(SHIPPED)
    sources = {id_: document.source for id_, document in content.documents.items()}
    return Index(Snapshot(1, content.topics, sources))


@pytest.mark.parametrize("question", ["who is Bruce Klingner?", "klingner", "Bruce Klingner", "who is Mr. Klinger"])
def test_an_author_leads_to_what_he_wrote(question: str, index: Index):
    assert [source.id for source in lookup.authored(question, index)] == ["kei-klingner-2025"]


def test_a_question_that_goes_on_is_read_with_the_topic_before_it(index: Index):
    sma = index.snapshot.topics["sma"].name
    assert lookup.continued("and who criticises it?", "sma", index) == f"who criticises it? ({sma})"
    assert lookup.continued("and the CFC?", "sma", index) == "the CFC?"
    assert lookup.continued("tell me more", "sma", index) == "SMA"
    assert lookup.continued("who pays for the troops", "sma", index) is None
    assert lookup.continued("where is the printer?", "sma", index) is None
    assert lookup.continued("and who criticises it?", "gone", index) is None
