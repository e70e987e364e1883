"""Text that is not ours comes out literal, whatever draws it: no name, link, command or channel can come of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bot.blocks import elements, modals
from bot.blocks.elements import Card
from bot.blocks.message import message
from bot.simulator.state.fixtures import JISOO
from bot.text.limits import Signed
from tests.bot.posts import posting
from tests.bot.served import Team, opened
from tests.bot.slack_rules import nodes, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.digests.loop import PostingLoop
    from store.core import BriefingStore

HOSTILE = (
    "slack:U0HOSTILE <@U0HOSTILE> <@U0HOSTILE|x>",
    "<!channel> <!here> <!everyone> <!subteam^S1> <!date^1^{date}|x>",
    "<#C1|x> <https://evil.example|click> https://evil.example @here @channel",
    "*bold* _it_ ~no~ `code` > quote :smile: &lt;!channel&gt; &amp;",
    "/alliance admin reload",
)
MARKUP = re.compile(r"<[@#!a-z]")
DRAWN: dict[str, Callable[[str], Any]] = {
    "plain": elements.plain,
    "header": elements.header,
    "section": lambda text: elements.section(text, text),
    "context": lambda text: elements.context(text, text),
    "small_print": lambda text: elements.small_print([text]),
    "button": lambda text: elements.button(text, "a:b", "v", spoken=text),
    "asking_first": lambda text: elements.asking_first({"type": "button"}, text, text, yes="Yes", no="No"),
    "said": lambda text: elements.rich(elements.line(elements.said(text))),
    "words": lambda text: elements.rich(elements.line(elements.words(text))),
    "link": lambda text: elements.rich(elements.line(elements.link(text, "https://example.org"))),
    "quote": lambda text: elements.rich(elements.quote(text)),
    "who": lambda text: elements.rich(elements.line(elements.who(f"terminal:{text}"))),
    "option": lambda text: modals.option(text, "v"),
    "text_input": lambda text: modals.text_input("a:b", text, 3_000),
    "field": lambda text: modals.field("b", text, modals.text_input("a:b", text, 3_000), hint=text),
    "modal": lambda text: modals.modal(Card(text, [elements.header(text)], text)),
    "message": lambda text: message(Card(text, [elements.header(text)])),
}


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def alive(drawn: Any) -> list[Any]:
    """Return whatever in *drawn* acts: names, channels, broadcasts, and markup where Slack reads it."""
    found: list[Any] = []
    for node in nodes([drawn]):
        if node.get("type") in {"user", "usergroup", "channel", "broadcast", "emoji"}:
            found.append(node)
        if node.get("type") == "mrkdwn" or "mrkdwn" in node:
            found += MARKUP.findall(str(node.get("text")))
    return found


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", DRAWN)
def test_nothing_comes_of_text_in_any_element(name: str, text: str) -> None:
    assert alive(DRAWN[name](text)) == []


def test_every_element_that_takes_text_is_tried() -> None:
    takes = {
        name
        for name, found in vars(elements).items()
        if getattr(found, "__module__", "") == elements.__name__
        and "text" in str(getattr(found, "__annotations__", {}).keys())
        and not name.startswith("_")
    }

    assert takes <= {*DRAWN, "Card"}


def test_only_what_is_signed_names_somebody() -> None:
    (signed,) = elements.context(Signed("version 3, by slack:U08H6A31KQX & <!here>"))["elements"]
    (other,) = elements.context("version 3, by slack:U08H6A31KQX")["elements"]

    assert signed["text"] == "version 3, by <@U08H6A31KQX> &amp; &lt;!here&gt;"
    assert other["type"] == "plain_text"


def spoil(folder: Path, hostile: str) -> None:
    """Let the documents and topics of *folder* say *hostile* things wherever somebody else's text goes."""
    quoted = hostile.replace('"', "'")
    for path in (folder / "documents").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(title|publisher|author): .*$", rf'\1: "{quoted}"', text)
        front, _, body = text.rpartition("\n---\n")
        path.write_text(f"{front}\n---\n{body.replace(' the ', f' {hostile} the ', 2)}", encoding="utf-8")
    for path in (folder / "topics").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(    text|        text|      - text|  - about): (.*)$", rf'\1: "{quoted}"', text)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("hostile", HOSTILE[:2])
async def test_nothing_comes_of_hostile_documents_topics_and_questions_wherever_they_are_shown(
    store: BriefingStore, folder: Path, hostile: str
) -> None:
    spoil(folder, hostile)
    async with opened(store, seeds=folder) as team:
        store.load(folder, by=f"slack:{JISOO.id}", at=team.clock())
        await everywhere(team, hostile)
        async with posting(team, store) as loop:
            await posted(team, loop)

        shown = [*team.slack.workspace.ephemerals.values(), *team.public()]
        views = [view.body for view in team.modals]
        for one in shown:
            assert refused(one.blocks) == []
            others = [found for found in alive(list(one.blocks)) if found != {"type": "user", "user_id": JISOO.id}]
            assert [found for found in others if "U0HOSTILE" in str(found) or "!" in str(found)] == []
            assert MARKUP.findall(one.text.replace(f"<@{JISOO.id}>", "")) == []
        assert all("U0HOSTILE" not in str(found) for view in views for found in alive(view))


async def everywhere(team: Team, hostile: str) -> None:
    words = ("opcon", f"what of {hostile}", "sources", "sources harbour-gazette-2026", "search general", "timeline")
    for text in (*words, "compare opcon cfc", "changes", "opcon#1", "topics", hostile, f"search {hostile}", "admin"):
        await team.ask(text)
    for text in ("status", "history", "audit", "gaps", "stale", "reload", f"explode {hostile}", "admins"):
        await team.ask(f"admin {text}")
    await team.say(f"@alliance {hostile}")
    await team.ask(f"digest subscribe {hostile}")


async def posted(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe all weekdays 08:30 Asia/Seoul")
    await team.ask("digest preview")
    team.clock.advance(days=4)
    await loop.tick()
