"""What a digest tells: every change once, under a topic that its channel follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from store.changes import Changes, StatementChange
from store.digests.model import Place, Quiet, Standing, Subscription, Tells
from store.digests.news import News, Reports, compose
from store.digests.schedule import WEEKDAYS, Rule
from store.model import (
    Change,
    Document,
    Holder,
    Kind,
    NewsReport,
    PartialDate,
    Passage,
    Snapshot,
    Source,
    Statement,
    Topic,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID = Statement("usfk#1", "They came by boat.", None, Holder.FACT, ())


def topic(slug: str, *also: Statement) -> Topic:
    return Topic(slug, slug, slug, None, "invented", "In short.", date(2026, 11, 23), also=also)


TOPICS = {
    "cfc": topic("cfc", SAID),
    "opcon": topic("opcon", SAID),
    "sma": topic("sma"),
    "usfk": replace(topic("usfk"), statements=(SAID,)),
}
CHANGES = Changes(1, 2, (StatementChange("usfk#1", "usfk", None, SAID, 2, NOW),), Change(), Change(), ())


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ((), ["usfk"]),
        (("opcon", "usfk"), ["usfk"]),
        (("opcon",), ["opcon"]),
        (("opcon", "cfc"), ["cfc"]),
        (("sma",), []),
    ],
)
def test_what_several_topics_show_is_told_once(wanted: tuple[str, ...], told: list[str]) -> None:
    news = compose(subscription(*wanted), CHANGES, Snapshot(2, TOPICS, {}), lambda *_: ())

    assert [one.slug for one in news.topics] == told
    assert [change.id for one in news.topics for change in one.changes] == ["usfk#1"] * len(told)


def subscription(*topics: str, tells: Tells = Tells.BOTH) -> Subscription:
    rule = Rule(WEEKDAYS, (time(8, 30),), "Asia/Seoul")
    place = Place("T1", "C1")
    return Subscription(
        "s1", place, "U1", topics, rule, Quiet.LINE, Standing.ACTIVE, None, NOW, NOW, 1, (), tells=tells
    )


def report(number: int, *topics: str, day: int = 20) -> NewsReport:
    published = PartialDate(2026, 11, day)
    return NewsReport(f"news-{number}", f"Report {number}", "A Paper", published, None, topics, 1, NOW)


def brought(*reports: NewsReport) -> tuple[Changes, Reports]:
    """Return what changes where feeds brought *reports*: of each a passage on boats, and then one on its topic."""
    documents = {}
    for one in reports:
        source = Source(one.document, one.title, "A Paper", None, Kind.NEWS, None, None, "en", "f", one.topics)
        texts = ("They came by boat. It was late.", f"Of {one.topics[0]} much was said. And {one.topics[0]} again.")
        passages = tuple(Passage(number, None, text) for number, text in enumerate(texts, 1))
        documents[one.document] = Document(source, passages)
    new = tuple((one.source, passage) for one in documents.values() for passage in one.passages)
    changes = replace(CHANGES, documents=Change(tuple(documents)), passages=new)
    by_document = {one.document: one for one in reports}
    return changes, Reports(by_document, lambda text: [slug for slug in TOPICS if slug in text], documents.get)


def told(news: News) -> dict[str, list[str]]:
    return {one.topic.slug: [found.title for found, _ in one.told] for one in news.reports}


def composed(wanted: Subscription, changes: Changes, reports: Reports) -> News:
    return compose(wanted, changes, Snapshot(2, TOPICS, {}), lambda source, _: source.topics, reports)


def test_reports_are_told_by_topic_with_the_passage_that_speaks_most_of_it_and_are_no_new_passages() -> None:
    news = composed(subscription("opcon"), *brought(report(1, "opcon"), report(2, "sma")))

    assert told(news) == {"opcon": ["Report 1"]}
    ((_, found),) = news.reports[0].told
    assert found is not None
    assert found.passage.number == 2
    assert [one.passages for one in news.topics] == [()]


def test_a_report_on_two_topics_is_told_once() -> None:
    news = composed(subscription("opcon", "sma"), *brought(report(1, "sma", "opcon")))

    assert told(news) == {"sma": ["Report 1"]}


def test_never_more_than_five_are_told_the_newest_of_each_topic_first_and_the_rest_is_counted() -> None:
    many = [report(number, "opcon", day=number) for number in range(1, 10)]

    news = composed(subscription("opcon", "sma"), *brought(*many, report(99, "sma", day=1)))

    assert told(news) == {"opcon": ["Report 9", "Report 8", "Report 7", "Report 6"], "sma": ["Report 99"]}
    assert [one.count for one in news.reports] == [9, 1]
    assert news.left_out == 5


def test_a_digest_brings_statements_or_reports_or_both() -> None:
    changes, reports = brought(report(1, "usfk"))

    only = [composed(subscription("usfk", tells=tells), changes, reports) for tells in Tells]

    assert [(bool(news.topics), bool(news.reports)) for news in only] == [(True, True), (True, False), (False, True)]


def test_a_document_that_only_changed_is_not_told_again() -> None:
    changes, reports = brought(report(1, "opcon"))

    news = composed(subscription("opcon"), replace(changes, documents=Change(changed=("news-1",))), reports)

    assert not news.reports
