"""`/alliance admin feeds` in Slack: followed, reviewed, published with topics, dropped, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config.settings import FeedRules
from store.access.model import AttemptOutcome
from store.feeds.model import FeedMode
from tests.bot.served import opened
from tests.bot.slack_rules import buttons, refused, said
from tests.feed_server import PAGE, Told, rss
from tests.store.feeds.test_linking import OTHER, STORY
from tests.store.feeds.test_service import bring, feed
from tests.store.feeds.test_service import said as entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team
    from tests.feed_server import FeedServer


@pytest.fixture
def dialect() -> str:
    """One kind of database; the store's own tests have both."""
    return "sqlite"


@pytest.fixture
async def team(loaded_store: BriefingStore) -> AsyncIterator[Team]:
    """An administrator of a bot that may ask loopback."""
    async with opened(loaded_store, feeding=FeedRules(("127.0.0.1",))) as made:
        yield made


def done(store: BriefingStore) -> str:
    """Return what the audit says was done last."""
    return next(one.deed for one in store.audit.latest() if one.outcome is AttemptOutcome.DONE)


async def answered(team: Team, words: str) -> Message:
    """Return what came of it, also where a slow machine is first told that it is worked on."""
    reply = await team.ask(words)
    if "follows here" in said(reply.blocks):
        await team.background.drain(30)
    return team.private[-1]


async def test_a_feed_is_followed_polled_and_listed_with_its_words(team: Team, server: FeedServer) -> None:
    link = server.article("/1", "OPCON: ministers meet", STORY)
    url = server.put("/feed", rss(Told("OPCON: ministers meet", link)))

    added = await team.ask(f"admin feeds add {url} publish with OPCON, 전작권")
    polled = await answered(team, "admin feeds poll")
    listed = await team.ask("admin feeds")

    assert "published at once, with OPCON, 전작권. It holds 1 item." in said(added.blocks)
    assert "1 report published" in said(polled.blocks)
    assert "Followed: 1 feed" in said(listed.blocks)
    assert "The Harbour Paper" in said(listed.blocks)
    assert refused(listed.blocks) == []


async def test_what_waits_is_published_by_its_button_and_the_rest_is_shown(
    team: Team, loaded_store: BriefingStore
) -> None:
    one = feed(loaded_store, mode=FeedMode.REVIEW)
    bring(loaded_store, one, entry("OPCON: talks"), entry("Boats collide", text=OTHER))

    queue = await team.ask("admin feeds queue")
    await team.press(queue, "Publish")

    assert refused(queue.blocks) == []
    shown = said(team.private[-1].blocks)
    assert "Published: OPCON: talks" in shown
    assert "For review: 1 item" in shown
    assert [source for source in loaded_store.snapshot.sources if source.startswith("news-")]


async def test_what_is_dropped_is_gone_for_good(team: Team, loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store, mode=FeedMode.REVIEW), entry("OPCON: talks"))

    await team.press(await team.ask("admin feeds queue"), "Drop")

    assert "Dropped for good: OPCON: talks" in said(team.private[-1].blocks)
    assert "Nothing waits for review" in said(team.private[-1].blocks)
    assert done(loaded_store) == "feeds drop"


async def test_an_item_is_published_with_topics_of_ones_own(team: Team, loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store, mode=FeedMode.REVIEW), entry("Boats collide", text=OTHER))
    await team.press(await team.ask("admin feeds queue"), "Publish with …")
    chosen = [{"text": {"type": "plain_text", "text": "USFK"}, "value": "usfk"}]
    entered = {"topics": {"feeds:topics": {"type": "multi_external_select", "selected_options": chosen}}}

    await team.controls.submit(team.user, team.modals[-1], entered)

    assert "Published: Boats collide" in said(team.modals[-1].body["blocks"])
    (source,) = [one for id_, one in loaded_store.snapshot.sources.items() if id_.startswith("news-")]
    assert source.topics == ("usfk",)
    assert done(loaded_store) == "feeds publish"


async def test_a_feed_is_removed_after_a_question(team: Team, loaded_store: BriefingStore) -> None:
    feed(loaded_store)

    await team.press(await team.ask("admin feeds"), "Remove")

    assert "The Harbour Paper is followed no more" in said(team.private[-1].blocks)
    assert loaded_store.feeds.listed() == ()
    assert done(loaded_store) == "feeds remove"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("nonsense", "is nothing to do with feeds"),
        ("add", "Say which"),
        ("test", "Say which"),
        ("add http://10.0.0.1/feed", "is not a public address"),
        ("remove nobody", "No feed is called"),
        ("publish nobody", "Nothing is called"),
        ("publish nobody nonsense", "There is no topic"),
        ("drop nobody", "Nothing is called"),
    ],
)
async def test_what_cannot_be_done_is_told_in_words(team: Team, words: str, why: str) -> None:
    assert why in said((await team.ask(f"admin feeds {words}")).blocks)


async def test_a_page_offers_its_feeds_and_a_test_writes_nothing(
    team: Team, server: FeedServer, loaded_store: BriefingStore
) -> None:
    page = server.put("/", "<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>", PAGE)
    url = server.put("/feed", rss(Told("OPCON: ministers meet", text=STORY)))

    assert f"{server.address}/feed" in said((await team.ask(f"admin feeds add {page}")).blocks)
    shown = await answered(team, f"admin feeds test {url}")
    assert "OPCON: ministers meet · 23 Nov 2026 · OPCON" in said(shown.blocks)
    assert loaded_store.feeds.listed() == ()


async def test_who_is_no_administrator_sees_neither_feeds_nor_buttons(loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store, mode=FeedMode.REVIEW), entry("OPCON: talks"))
    async with opened(loaded_store, admins=()) as team:
        reply = await team.ask("admin feeds queue")

    assert "OPCON: talks" not in said(reply.blocks)
    assert "Publish" not in buttons(reply.blocks)
