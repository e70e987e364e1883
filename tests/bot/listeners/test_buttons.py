"""Every button that the bot registers: pressed once, twice, late, by another, and on a message of an older version.

The buttons are those of the app itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.listeners.app import build_app
from bot.simulator.state.fixtures import DANIEL, DESK, JISOO, MINJUN
from bot.simulator.user.controls import Control
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.schedule import WEEKDAYS, Rule
from store.feeds.model import FeedMode
from store.usage.editors_list import Miss, Opinion
from tests.bot.served import Team, opened
from tests.bot.slack_rules import nodes
from tests.store.feeds.test_linking import OTHER, STORY
from tests.store.feeds.test_service import bring, feed
from tests.store.feeds.test_service import said as entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.simulator.state.model import Message
    from store.core import BriefingStore

SILENT = frozenset({"brief:page"})
"""Slack itself opens the page of such a button."""
STRANGE = (
    "",
    "gone",
    "gone:0",
    "opcon",
    "opcon:x",
    "opcon#99",
    "opcon@77:0",
    "0",
    "7:1",
    "9" * 40,
    "주제 하나",
    "a b c:0",
)
"""What an older release may have written, or a later one."""
OLD = ("topic:sheet", "digest:remove", "admin:unload", "brief", "opcon", "feedback:funny")


@pytest.fixture
def dialect() -> str:
    """One kind of database; the store's own tests have both."""
    return "sqlite"


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    """An administrator of a bot whose folder has changed since it was loaded."""
    opcon = folder / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text().replace("No year has been set", "The year 2031 has been set"))
    async with opened(loaded_store, seeds=folder) as made:
        yield made


@dataclass
class Desk:
    """What there is to press, and what came of it."""

    team: Team
    store: BriefingStore
    folder: Path
    order: int = field(default=0)

    def digest(self) -> str:
        """Return the id of a new digest of the channel."""
        self.order += 1
        rule = Rule(WEEKDAYS[:5], (time(8, self.order),), "Asia/Seoul")
        order = SubscriptionRequest(
            Place(self.team.slack.workspace.team.id, DESK), JISOO.id, ("opcon",), rule, Quiet.LINE
        )
        return self.store.roster.subscribe(order, generation=1, at=self.team.clock()).id

    def removed(self) -> str:
        """Return the key of a digest that was removed."""
        return self.store.roster.unsubscribe(self.digest(), by=JISOO.id, at=self.team.clock()).key

    def waiting(self, name: str) -> str:
        """Return the id of what waits for review."""
        text = STORY if name == "OPCON" else OTHER
        if not any(one.title.startswith(name) for one in self.store.feeds.waiting()):
            one = feed(self.store, name.casefold(), mode=FeedMode.REVIEW)
            bring(self.store, one, entry(f"{name}: talks", text=text))
        return next(one.id for one in self.store.feeds.waiting() if one.title.startswith(name))

    def flag(self) -> str:
        """Return the id of an open flag."""
        self.store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, DANIEL.id, "", self.team.clock())
        return self.store.usage.feedback.open_flags()[0].id

    def asked(self) -> str:
        """Return the id of a question that somebody put to the editors."""
        asked = Miss("who commands in a war?", self.team.clock())
        self.store.usage.awaited.put(asked, JISOO.id, "en")
        return self.store.usage.awaited.open()[0].id

    def gap(self) -> str:
        """Return the id of a question that nobody answered."""
        self.asked()
        return self.store.usage.gaps()[0].id

    def shared(self) -> str:
        """Return the value of what takes back a message that this person shared."""
        workspace = self.team.slack.workspace
        posted = workspace.post(workspace.channels[DESK], workspace.app.user_id, "Shared", bot_id=workspace.app.bot_id)
        return f"{DESK}:{posted.ts}:{JISOO.id}"

    def plan(self) -> str:
        """Return what the button of a plan stands for."""
        return self.store.loader.plan(self.folder).mark

    async def press(self, action: str, value: str, user: str = JISOO.id) -> str:
        """Press a button of a message that only *user* sees; return all that came of it for them."""
        before = self.seen(user)
        await self.act(action, value, user)
        news = "\n".join(words for words in self.seen(user) if words not in before)
        self.team.slack.views.close(user, everything=True)
        return news

    async def act(self, action: str, value: str, user: str = JISOO.id) -> None:
        """Press a button of a message that only *user* sees; what it opens stays open."""
        workspace, app = self.team.slack.workspace, self.team.slack.workspace.app
        button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "…"}}
        block = {"type": "actions", "block_id": "row", "elements": [button]}
        place = workspace.whisper(
            workspace.channels[DESK], app.user_id, user, "Drawn before", blocks=(block,), bot_id=app.bot_id
        )
        await self.team.controls.act(user, Control(place, "row", action, {}))
        await self.team.background.drain(30)

    def seen(self, user: str) -> list[str]:
        workspace = self.team.slack.workspace
        there = [one for one in workspace.ephemerals.values() if one.seen_by == user]
        direct = workspace.direct(user, workspace.app.user_id).id
        there += [one for one in workspace.history(direct) if one.bot_id]
        return [*map(_words, there), *(f"{one.id} {_told(one.body)}" for one in self.team.slack.views.stack(user))]

    def effects(self) -> dict[str, Any]:
        """Return whatever a button may have done."""
        store, workspace = self.store, self.team.slack.workspace
        return {
            "digests": sorted(f"{one.id} {one.standing} {one.topics}" for one in store.roster.listed()),
            # Digests, which have metadata, are posted beside all this.
            "posts": sorted(_words(one) for one in workspace.history(DESK) if one.bot_id and not one.metadata),
            "versions": [one.number for one in store.archive.generations()],
            "flags": [one.id for one in store.usage.feedback.open_flags()],
            "praise": {of: dict(counts) for of, counts in store.usage.feedback.counts().items()},
            "feeds": [one.id for one in store.feeds.listed()],
            "waits": [one.id for one in store.feeds.waiting()],
            "admins": sorted(one.person for one in store.admins(()).listed(workspace.team.id)),
            "editors": sorted(one.person for one in store.admins(()).editors.listed(workspace.team.id)),
            "documents": sorted(store.snapshot.sources),
        }


def _words(one: Message) -> str:
    return f"{one.ts} {one.text} {_told(list(one.blocks))}"


def _told(value: Any) -> str:
    return " ".join(node["text"] for node in nodes(value) if isinstance(node.get("text"), str))


def opcon(_: Desk) -> str:
    """Return what most buttons carry."""
    return "opcon"


VALUES: dict[str, Callable[[Desk], str]] = {
    **dict.fromkeys(
        (
            "topics:list",
            "sources:list",
            *(f"admin:{of}" for of in ("history", "audit", "digests", "flags", "gaps", "stale")),
        ),
        lambda _: "0",
    ),
    "brief:more": lambda _: "opcon:1",
    "sheet:more": lambda _: "timeline opcon:0",
    "past:more": lambda _: "opcon@1:0",
    "passages:more": lambda _: "opcon:1",
    "passage:open": lambda _: "almanac-peninsula#2",
    "sources:open": lambda _: "almanac-peninsula",
    "sources:more": lambda _: "almanac-peninsula:1",
    "search:more": lambda _: "0:command",
    "news:more": lambda _: "- -:0",
    "brief:share": lambda _: "opcon who commands in a war?",
    "share:remove": Desk.shared,
    **dict.fromkeys((f"feedback:{of}" for of in ("helpful", "wrong", "outdated", "say")), lambda _: "opcon#1"),
    "follow:stop": lambda _: "cfc",
    **dict.fromkeys((f"digest:{of}" for of in ("change", "pause", "resume", "now", "preview")), Desk.digest),
    **dict.fromkeys((f"digest:{of}" for of in ("stop", "end", "keep")), Desk.digest),
    "digest:undo": Desk.removed,
    "digest:again": lambda _: "0" * 32,
    "admin:verb": lambda _: "status",
    **dict.fromkeys(("admin:load", "admin:sure"), Desk.plan),
    "admin:pages": lambda _: "changes 1 1:0",
    "admin:look-back": lambda _: "1",
    "admin:back": lambda _: "1:2",
    **dict.fromkeys(("admin:add", "admin:remove"), lambda _: MINJUN.id),
    "admin:close": Desk.flag,
    "feeds:publish": lambda one: one.waiting("OPCON"),
    "feeds:with": lambda one: one.waiting("Boats"),
    "feeds:drop": lambda one: one.waiting("SMA"),
    "feeds:remove": lambda one: feed(one.store, "rope").id,
    **dict.fromkeys(("editors:add", "editors:remove"), lambda _: MINJUN.id),
    "editors:answer": Desk.asked,
    **dict.fromkeys(("edit:open", "edit:pick", "edit:see"), lambda _: "opcon#1"),
    "edit:from": lambda _: "almanac-peninsula#2",
    "edit:undo": lambda _: "1",
    **dict.fromkeys(("edit:gap", "edit:answer", "edit:new-topic"), Desk.gap),
}
"""What buttons carry that need something of their own."""

NOBODYS = re.compile(r"^(admin|feeds|edit):|^editors:(add|remove)$")
"""What nobody but an administrator, or an editor, may press."""


@pytest.fixture
def actions(loaded_store: BriefingStore) -> list[str]:
    """Every button of the app, in the order of its tables."""
    return [*build_app(loaded_store, token="xoxb-1").buttons]


def test_what_is_prepared_here_is_for_buttons_that_there_are(actions: list[str]) -> None:
    assert set(VALUES) <= set(actions)


async def test_every_button_answers_twice_and_does_its_deed_once(
    team: Team, loaded_store: BriefingStore, folder: Path, actions: list[str]
) -> None:
    desk, wrong = Desk(team, loaded_store, folder), {}
    for action in actions:
        carried = VALUES.get(action, opcon)(desk)
        first = await desk.press(action, carried)
        after_first = desk.effects()
        second = await desk.press(action, carried)
        if failed(action, first, second) or desk.effects() != after_first:
            wrong[action] = (first, second, changed(after_first, desk.effects()))

    assert wrong == {}


async def test_every_button_is_answered_late_when_what_it_stands_for_is_gone(
    team: Team, loaded_store: BriefingStore, folder: Path, actions: list[str]
) -> None:
    desk, wrong = Desk(team, loaded_store, folder), {}
    carried = {action: VALUES.get(action, opcon)(desk) for action in actions}
    for one in loaded_store.roster.listed():
        loaded_store.roster.unsubscribe(one.id, by=JISOO.id, at=team.clock())
    for item in loaded_store.feeds.waiting():
        loaded_store.feeds.drop(item.id, by="tests", now=team.clock())
    (folder / "topics" / "opcon.md").unlink()
    for path in (folder / "topics").iterdir():
        path.write_text(re.sub(r"related: \[[^]]*\]", "related: []", path.read_text()).replace("opcon", "usfk"))
    loaded_store.load(folder, by="tests", at=team.clock())
    team.clock.advance(days=3)
    assert "opcon" not in loaded_store.snapshot.topics

    for action, value in carried.items():
        before = desk.effects()
        told = await desk.press(action, value)
        if failed(action, told):
            wrong[action] = (told, changed(before, desk.effects()))

    assert wrong == {}


async def test_another_person_is_answered_alone_in_their_language_and_refused_what_is_not_theirs(
    team: Team, loaded_store: BriefingStore, folder: Path, actions: list[str]
) -> None:
    desk, wrong = Desk(team, loaded_store, folder), {}
    await desk.press("topics:list", "0", MINJUN.id)  # the bot gets to know that his Slack is Korean
    for action in actions:
        carried, before = VALUES.get(action, opcon)(desk), desk.effects()
        told = await desk.press(action, carried, MINJUN.id)
        did = changed(before, desk.effects())
        may_not = NOBODYS.match(action) or action == "share:remove"
        if failed(action, told) or not korean(action, told) or (may_not and did):
            wrong[action] = (told, did)

    assert wrong == {}


@pytest.mark.parametrize("value", STRANGE)
async def test_what_an_older_version_wrote_gets_a_plain_line_in_the_persons_language_and_does_nothing(
    team: Team, loaded_store: BriefingStore, folder: Path, actions: list[str], value: str
) -> None:
    desk, wrong = Desk(team, loaded_store, folder), {}
    desk.digest()
    people = team.slack.workspace.people
    people[JISOO.id] = replace(JISOO, locale="ko-KR")
    await desk.press("topics:list", "0")
    before = desk.effects()
    for action in actions:
        told = await desk.press(action, value)
        if failed(action, told) or not korean(action, told):
            wrong[action] = told

    harmless = {"praise", "digests"} if value == "opcon" else set()
    assert wrong == {}
    assert changed(before, desk.effects()).keys() <= harmless


async def test_a_button_that_is_no_more_says_so(team: Team, loaded_store: BriefingStore, folder: Path) -> None:
    desk = Desk(team, loaded_store, folder)

    told = [await desk.press(action, "opcon") for action in OLD]

    assert [("older version" in one, "Something went wrong" in one) for one in told] == [(True, False)] * len(OLD)


def failed(action: str, *told: str) -> bool:
    """Return whether a press was met by silence or by a fault of ours."""
    silent = action not in SILENT and not all(told)
    return silent or any(re.search(r"Something went wrong|문제가 생겼|\(ref|참조", one) for one in told)


def korean(action: str, told: str) -> bool:
    return action in SILENT or re.search("[가-힣]{2}", told) is not None


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what is otherwise than before."""
    return {
        name: after[name] if isinstance(after[name], dict) else [one for one in after[name] if one not in before[name]]
        for name in after
        if after[name] != before[name]
    }
