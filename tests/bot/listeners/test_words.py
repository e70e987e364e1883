"""The same words at every door: the command, a mention, a direct message, a message's menu, the Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.listeners.commands import PHRASES, WORDS
from bot.listeners.words import Door
from bot.simulator.user.controls import Control
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from store.core import BriefingStore
    from tests.bot.served import Team

    Says = Callable[[Team, str], Awaitable[str]]

IN_PRIVATE = "What administrators do is answered in private"
BEHIND = "/alliance admin"
CHANNEL_ONLY = "A digest is for a channel. Type there: /alliance digest"
HELPED = "How to ask the briefing store"
LISTED = "4 topics"
NO_DIGEST = "This channel has no digest yet"

EVERYWHERE = {
    "help": HELPED,
    "?": HELPED,
    "--help": HELPED,
    "Help me!": HELPED,
    "도움말": "브리핑 저장소 이용 방법",
    "topics": LISTED,
    "주제": "주제 4개",
    "sources": "3 documents",
    "search": "Say what to look for",
    "compare": "Say what to compare",
    "timeline": "timeline",
    "changes": "What changed",
    "news": "What changed",
    "What\u2019s new?": "What changed",
    "hello": "Hello! Ask me about the alliance",
    "안녕하세요": "안녕하십니까.",
    "Thanks!": "You're welcome.",
    "감사합니다": "도움이 되었다니 다행입니다.",
}
"""What each word brings, wherever it is said."""

DIGESTS = {
    Door.COMMAND: "Digest for this channel",
    Door.MENTION: NO_DIGEST,
    Door.CONVERSATION: NO_DIGEST,
    Door.MENU: "Digest for this channel",
    Door.HOME: CHANNEL_ONLY,
}
ADMINS = {
    Door.COMMAND: BEHIND,
    Door.MENTION: IN_PRIVATE,
    Door.CONVERSATION: BEHIND,
    Door.MENU: BEHIND,
    Door.HOME: IN_PRIVATE,
}


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_commands` has both."""
    return "sqlite"


async def typed(team: Team, text: str) -> str:
    before = len(team.private)
    await team.hands.command(team.user, team.channel, f"/alliance {text}")
    return said(team.private[-1].blocks) if len(team.private) > before else modal(team)


async def mentioned(team: Team, text: str) -> str:
    message = await team.say(f"@alliance {text}")
    (answer,) = team.thread(message)
    assert refused(answer.blocks) == []
    return said(answer.blocks)


async def written(team: Team, text: str) -> str:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    await team.say(text, channel=direct)
    return said(team.public(direct)[0].blocks)


async def chosen(team: Team, text: str) -> str:
    message, before = await team.say(text), len(team.private)
    await team.hands.shortcut(team.user, message.channel, message.ts, "alliance_lookup")
    return said(team.private[-1].blocks) if len(team.private) > before else modal(team)


async def at_home(team: Team, text: str) -> str:
    await team.hands.open_home(team.user)
    home = team.slack.views.homes[team.user]
    block = next(one for one in blocks_of(home) if one["type"] == "input")
    await team.controls.act(
        team.user, Control(home, block["block_id"], "home:ask", {"type": "plain_text_input", "value": text})
    )
    return modal(team)


def modal(team: Team) -> str:
    """What the modal on top says; it is closed again."""
    *_, top = team.modals
    team.slack.views.stack(team.user).clear()
    return f"{top.body['title']['text']}\n{said(blocks_of(top))}"


DOORS: dict[Door, Says] = {
    Door.COMMAND: typed,
    Door.MENTION: mentioned,
    Door.CONVERSATION: written,
    Door.MENU: chosen,
    Door.HOME: at_home,
}


@pytest.mark.parametrize("door", DOORS)
async def test_every_word_works_at_every_door_or_says_at_which_it_does(team: Team, door: Door) -> None:
    expected = {**EVERYWHERE, "digest": DIGESTS[door], "admin": ADMINS[door]}

    told = {word: await DOORS[door](team, word) for word in expected}

    assert {word: text for word, text in told.items() if expected[word] not in text} == {}


VIEWS = {
    "history of opcon": "OPCON: timeline",
    "show me the SMA timeline please": "SMA: timeline",
    "both sides of the SMA": "critics",
    "the pros and cons of SMA?": "supporters",
    "what changed since last week": "What changed",
    "anything new?": "What changed",
    "what topics do you cover": LISTED,
    "which documents do you have": "3 documents",
    "전작권 관련 연혁": "연표",
}


@pytest.mark.parametrize("door", [Door.COMMAND, Door.MENTION, Door.CONVERSATION, Door.HOME])
async def test_a_view_comes_in_whatever_words_it_is_asked_for(team: Team, door: Door) -> None:
    told = {asked: await DOORS[door](team, asked) for asked in VIEWS}

    assert {asked: text for asked, text in told.items() if VIEWS[asked] not in text} == {}


async def test_news_of_a_topic_come_in_whatever_words(team: Team) -> None:
    await typed(team, "help")  # by now their clock is known
    same = await typed(team, "news opcon since last week")

    assert await typed(team, "any headlines on OPCON since last week?") == same


@pytest.mark.parametrize("asked", ["sources on opcon", "what's new on OPCON", "everything on opcon"])
async def test_what_the_brief_shows_is_answered_by_it(team: Team, asked: str) -> None:
    reply = await team.ask(asked)

    assert "Full brief" in buttons(reply.blocks)


async def test_what_is_no_question_is_never_a_gap(team: Team, loaded_store: BriefingStore) -> None:
    for word in ("hi", "good morning all", "안녕하세요", "thanks", "고마워요", *PHRASES):
        await team.hands.command(team.user, team.channel, f"/alliance {word}")
    await team.ask("zeppelins over lake constance")
    await team.background.drain(30)

    gaps = [miss.text for miss in loaded_store.editors_list(team.clock()).gaps]
    assert gaps == ["zeppelins over lake constance"]


async def test_a_question_that_begins_with_a_kind_word_is_a_question(team: Team) -> None:
    reply = await team.ask("hello, what is OPCON?")

    assert "OPCON" in said(reply.blocks)


async def test_somebodys_message_that_begins_with_a_word_is_read_whole(team: Team) -> None:
    told = await chosen(team, "search for a way out of the OPCON dispute")

    assert "OPCON" in told
    assert "best first" not in told


async def test_where_no_form_can_open_a_button_opens_it(team: Team) -> None:
    message = await team.say("@alliance digest")
    (answer,) = team.thread(message)

    await team.press(answer, "Set up a digest")

    assert team.modals[-1].body["title"]["text"] == "Digest for this channel"
    assert buttons(answer.blocks) == ["Set up a digest"]


def test_every_other_way_to_say_it_leads_to_a_word_that_there_is() -> None:
    assert {text.partition(" ")[0] for text in PHRASES.values()} <= WORDS
