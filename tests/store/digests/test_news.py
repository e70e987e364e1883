"""What a digest tells: every change once, under a topic that its channel follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from store.changes import Changes, StatementChange
from store.digests.model import Place, Quiet, Standing, Subscription
from store.digests.news import compose
from store.digests.schedule import WEEKDAYS, Rule
from store.model import Change, Holder, Snapshot, Statement, Topic

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
    subscription = Subscription(
        "s1",
        Place("T1", "C1"),
        "U1",
        wanted,
        Rule(WEEKDAYS, (time(8, 30),), "Asia/Seoul"),
        Quiet.LINE,
        Standing.ACTIVE,
        None,
        NOW,
        NOW,
        1,
        (),
    )

    news = compose(subscription, CHANGES, Snapshot(2, TOPICS, {}), lambda *_: ())

    assert [one.slug for one in news.topics] == told
    assert [change.id for one in news.topics for change in one.changes] == ["usfk#1"] * len(told)
