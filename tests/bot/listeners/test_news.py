"""`/alliance news` in Slack: what feeds brought, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store.feeds.model import FeedMode
from tests.bot.slack_rules import buttons, refused, said
from tests.store.feeds.test_linking import STORY
from tests.store.feeds.test_service import bring, feed
from tests.store.feeds.test_service import said as entry

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.bot.served import Team

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_before_any_report_news_are_what_changed(team: Team) -> None:
    reply = await team.ask("news")

    assert said(reply.blocks).startswith("What changed")


async def test_reports_come_with_title_publisher_date_and_the_passage_on_the_topic(
    team: Team, loaded_store: BriefingStore
) -> None:
    opening = "A minister spoke of many things before noon and of others later."
    told = f"{opening}</p><p>The OPCON handover waits. OPCON needs satellites first."
    bring(loaded_store, feed(loaded_store), entry("OPCON transfer: ministers meet", "https://harbour.example/1", told))

    reply = await team.ask("news opcon")

    shown = said(reply.blocks)
    assert shown.startswith("1 report on OPCON")
    assert "OPCON transfer: ministers meet" in shown
    assert "The Harbour Paper · 23 Nov 2026" in shown
    assert "“The OPCON handover waits. OPCON needs satellites first.”" in shown
    assert refused(reply.blocks) == []


async def test_more_than_a_page_is_turned(team: Team, loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    for number in range(8):
        text = " ".join(f"{word}{number}" for word in words * 3)
        at = NOW + timedelta(minutes=number)
        bring(loaded_store, one, entry(f"OPCON {words[number]}", text=f"{text}. OPCON was spoken of."), at=at)

    first = await team.ask("news")
    await team.press(first, "Show more")

    assert "Show more" in buttons(first.blocks)
    assert "8 reports" in said(first.blocks)
    assert "OPCON one" in said(team.private[-1].blocks)


async def test_a_day_without_reports_says_so(team: Team, loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store), entry("OPCON: talks", text=STORY))

    assert "No reports on SMA" in said((await team.ask("news sma")).blocks)
    assert "I cannot read the date" in said((await team.ask("news since the flood")).blocks)


async def test_a_feed_under_review_shows_nothing_before_it_is_published(
    team: Team, loaded_store: BriefingStore
) -> None:
    bring(loaded_store, feed(loaded_store, mode=FeedMode.REVIEW), entry("OPCON: talks"))

    assert said((await team.ask("news")).blocks).startswith("What changed")
