"""Every form and menu that the bot registers: handed in by who may not, spoiled, and typed into by anybody.

They are those of the app itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
from dataclasses import replace
from inspect import getclosurevars
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from bot.blocks import document_form
from bot.blocks.document_form import FormTarget
from bot.listeners.admin.router import VERBS as ADMIN_VERBS
from bot.listeners.app import build_app
from bot.listeners.commands import SUBCOMMANDS
from bot.listeners.digests import VERBS as DIGEST_VERBS
from bot.simulator.delivery import payloads
from bot.simulator.delivery.payloads import Sort
from bot.simulator.state.fixtures import AOIFE, DANIEL, DESK, JISOO, MINJUN
from tests.bot.listeners.mending.forms import values
from tests.bot.listeners.test_buttons import VALUES, Desk, changed, opcon
from tests.bot.served import opened
from tests.bot.slack_rules import nodes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from bot.simulator.delivery.payloads import Reply
    from bot.simulator.state.model import OpenView
    from store.core import BriefingStore

    Json = dict[str, Any]

MEMBER, GUEST, STRANGER = AOIFE.id, MINJUN.id, DANIEL.id
NOTHING: Json = {}
PAPER = "Lamps are dear this year. The harbour buys two lamps for each ship, and says so in its report."

OPEN_TO: dict[str, frozenset[str]] = {
    "digest:save": frozenset({MEMBER}),
    **dict.fromkeys(("share", "feedback", "editors"), frozenset({MEMBER, GUEST, STRANGER})),
}
"""Who beside administrators may hand a form in; nobody where it is not named."""

LOOKS = frozenset({document_form.CHOOSE, document_form.PASTE})
"""What changes nothing yet."""
REFUSED = re.compile("administrator|belong to another workspace|You are a guest")

OF_PEOPLE = [f"{verb} <@{AOIFE.id}>" for verb in ("add", "remove", "give")]
OF_FEEDS = ("add https://paper.example/rss publish", "poll", "publish 1", "drop 1", "remove 1")

HOSTILE = (
    "",
    "<!channel> <@U08H6A31KQX> *b* https://evil.example",
    "x" * 3_001,
    "가" * 4_000,
    "\u202e\u200b\x00\x1b[2J\r\n",
    "../../../etc/passwd",
    "opcon#999999999999999999",
    "%_'\";-- {0} {person}",
)
KEPT = ("", "null", "[]", "{}", "[" * 9_000, '["T0ELSEWHERE", "C0ELSEWHERE", null]', '["","","","","",""]', '["gone"]')


@pytest.fixture
def dialect() -> str:
    """One kind of database; the store's own tests have both."""
    return "sqlite"


@pytest.fixture
async def desk(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Desk]:
    """An administrator's desk, in a workspace with a member, a guest, and somebody of another workspace.

    The last is on the list of administrators: that alone must not help.
    """
    async with opened(loaded_store, seeds=folder, admins=(JISOO.id, STRANGER)) as team:
        people = team.slack.workspace.people
        people[GUEST] = replace(people[GUEST], restricted=True, locale="en-US")
        people[STRANGER] = replace(people[STRANGER], home="T0ELSEWHERE")
        yield Desk(team, loaded_store, folder)


def registered(store: BriefingStore, of: str) -> list[str]:
    """Return the ids of all forms, or menus, that the app answers: *of* is bolt's name for the kind."""
    listeners = build_app(store, token="xoxb-1")._async_listeners  # noqa: SLF001 - bolt shows them nowhere else
    matchers = [getclosurevars(one.matchers[0].func).nonlocals["func"] for one in listeners]
    ids = [getclosurevars(one).nonlocals for one in matchers if one.__qualname__.startswith(f"{of}.")]
    return [str(one.get("callback_id") or one.get("constraints")) for one in ids]


# How each form comes to be open, filled in as an administrator would.


def by_button(action: str, value: Callable[[Desk], str], **entered: Any) -> Callable[[Desk], Awaitable[Json]]:
    async def open_(desk: Desk) -> Json:
        await desk.act(action, value(desk))
        if not desk.team.modals:  # Slack did not say in time who this is: they are told so, and press again
            await desk.act(action, value(desk))
        return values(desk.team, **entered)

    return open_


async def edited(desk: Desk) -> Json:
    """An edit whose difference was seen: handed in once more it is done."""
    await desk.act("edit:open", "opcon#1")
    change = values(desk.team, text="OPCON is short for operational control, in war and in peace.")
    await desk.team.controls.submit(JISOO.id, desk.team.modals[-1], change)
    return change


async def chosen(desk: Desk) -> Json:
    desk.team.slack.views.open(JISOO.id, document_form.choose(FormTarget("", DESK), [("F1", "a.txt"), ("F2", "b.txt")]))
    return {}


async def pasted(desk: Desk) -> Json:
    await desk.team.hands.command(JISOO.id, DESK, "/alliance admin add")
    return values(desk.team, text1=PAPER)


async def read(desk: Desk) -> Json:
    """The form of what pasted text would be."""
    paper = await pasted(desk)
    await desk.team.controls.submit(JISOO.id, desk.team.modals[-1], paper)
    return values(desk.team, title="A paper of lamps", id="a-paper-of-lamps")


OPENED: dict[str, Callable[[Desk], Awaitable[Json]]] = {
    "digest:save": by_button("digest:new", lambda _: ""),
    "feeds:publish-with": by_button("feeds:with", lambda desk: desk.waiting("OPCON"), topics=["opcon"]),
    "share": by_button("brief:share", lambda _: "opcon"),
    "feedback": by_button("feedback:wrong", lambda _: "opcon#1"),
    "editors": by_button("editors:ask", lambda _: "who paints the lamps?"),
    "mend": edited,
    "mend:gap": by_button("edit:gap", Desk.gap, alias="opcon"),
    document_form.CHOOSE: chosen,
    document_form.PASTE: pasted,
    document_form.SAVE: read,
}


async def hand_in(desk: Desk, user: str, body: Json, filled: Json = NOTHING) -> tuple[Json, OpenView]:
    """Hand a form in as *user*; return what Slack is answered, and what the person sees then."""
    team = desk.team
    view = team.slack.views.open(user, body)
    person, trigger = team.slack.workspace.person(user), team.slack.rights.trigger(user, view.id)
    whole = team.slack.views.fill(view, filled)
    payload = payloads.submission(team.slack.workspace, person, whole, trigger)
    reply = await team.slack.delivery.send(Sort.INTERACTIVE, payload)
    assert (reply.status, reply.error) == (200, None)
    await team.background.drain(30)
    return reply.body, whole


async def suggest(desk: Desk, user: str, menu: str, typed: str) -> Reply:
    """Type into a menu of a message as *user*; return what Slack is answered."""
    workspace = desk.team.slack.workspace
    place = workspace.whisper(workspace.channels[DESK], workspace.app.user_id, user, "Drawn before")
    asked = {"action_id": menu, "block_id": "b", "value": typed}
    payload = payloads.suggestion(workspace, workspace.person(user), place, asked)
    return await desk.team.slack.delivery.send(Sort.INTERACTIVE, payload)


def effects(desk: Desk) -> Json:
    """Return whatever a form may have done."""
    usage, topics = desk.store.usage, desk.store.snapshot.topics
    return {
        **desk.effects(),
        "asked": [one.text for one in usage.gaps()],
        "said": [statement.text for topic in topics.values() for statement in topic.statements],
    }


def told(reply: Json) -> str:
    """Return every word of an answer to a form."""
    errors = " ".join(map(str, reply.get("errors", {}).values()))
    return f"{errors} {' '.join(node['text'] for node in nodes(reply) if isinstance(node.get('text'), str))}".strip()


def test_every_form_is_opened_here(loaded_store: BriefingStore) -> None:
    assert set(registered(loaded_store, "view_submission")) == set(OPENED)


async def test_a_form_does_nothing_for_who_may_not(desk: Desk) -> None:
    wrong = {}
    for form, open_ in OPENED.items():
        filled = await open_(desk)
        view = desk.team.modals[-1]
        filled = view.values | filled
        for person in (MEMBER, GUEST, STRANGER):
            before = effects(desk)
            answer, _ = await hand_in(desk, person, view.body, filled)
            refused, did = REFUSED.search(told(answer)) is not None, changed(before, effects(desk))
            may = person in OPEN_TO.get(form, ())
            if may == refused or (did and not may):
                wrong[form, person] = (told(answer), did)
        before = effects(desk)
        await hand_in(desk, JISOO.id, view.body, filled)
        if form not in {*OPEN_TO, *LOOKS} and not changed(before, effects(desk)):
            wrong[form, JISOO.id] = ("it does nothing for an administrator either", {})

    assert wrong == {}


def orders() -> Iterator[str]:
    """Yield every word and verb of the bot, with whatever makes one of them do something."""
    words = [one.word for one in SUBCOMMANDS if one.word]
    words += [f"digest {verb}".strip() for verb in DIGEST_VERBS] + [f"admin {verb}".strip() for verb in ADMIN_VERBS]
    for word in words:
        for rest in (
            "",
            "1",
            "all",
            "opcon",
            "opcon daily 09:00",
            "end all",
            "pause all",
            "Mon 09:00",
            *OF_PEOPLE,
            *OF_FEEDS,
        ):
            yield f"{word} {rest}".strip()


@pytest.mark.prove
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("person", "may"), [(MEMBER, {"digests", "posts"}), (GUEST, set()), (STRANGER, set())])
async def test_no_word_does_for_others_what_administrators_do(desk: Desk, person: str, may: set[str]) -> None:
    desk.digest()
    desk.flag()
    desk.waiting("OPCON")
    wrong = {}
    for words in orders():
        before = effects(desk)
        await desk.team.hands.command(person, DESK, f"/alliance {words}")
        await desk.team.background.drain(30)
        if did := changed(before, effects(desk)).keys() - may - {"asked"}:
            wrong[words] = did

    assert wrong == {}


@pytest.mark.prove
@pytest.mark.timeout(300)
@pytest.mark.parametrize("person", [GUEST, STRANGER])
async def test_no_button_does_for_guests_and_strangers_what_is_not_theirs(
    desk: Desk, loaded_store: BriefingStore, person: str
) -> None:
    wrong = {}
    for action in build_app(loaded_store, token="xoxb-1").buttons:
        carried, before = VALUES.get(action, opcon)(desk), desk.effects()
        heard = await desk.press(action, carried, person)
        did = changed(before, desk.effects()).keys() - {"praise"}
        if did or not (heard or action == "brief:page") or "(ref" in heard:
            wrong[action] = (heard, did)

    assert wrong == {}


def spoiled(view: Json, filled: Json) -> Iterator[tuple[str, Json, Json]]:
    """Return a form as nobody filled it in: what is wrong, its body, its values."""
    yield "nothing filled in", view, {}
    yield "blocks of another", view, {"gone": {"gone:gone": {"type": "plain_text_input", "value": "x"}}}
    for number, kept in enumerate(KEPT):
        yield f"kept {number}", {**view, "private_metadata": kept[:3_000]}, filled
    for block, actions in filled.items():
        for action, state in actions.items():
            for number, value in enumerate(HOSTILE):
                option = {"text": {"type": "plain_text", "text": "…"}, "value": value}
                held = {"selected_option": option, "selected_options": [option] * 25, "value": value}
                fake = {name: held.get(name, value) for name in state if name != "type"}
                yield f"{block} {number}", view, {**filled, block: {action: {"type": state["type"], **fake}}}


@pytest.mark.prove
@pytest.mark.parametrize("form", OPENED)
async def test_a_form_that_nobody_filled_in_so_is_answered_and_does_nothing_strange(desk: Desk, form: str) -> None:
    filled = await OPENED[form](desk)
    view = desk.team.modals[-1]
    filled, wrong, blocks = view.values | filled, {}, {one.get("block_id") for one in view.body["blocks"]}
    for what, body, given in spoiled(view.body, filled):
        answer, _ = await hand_in(desk, JISOO.id, body, given)
        words = told(answer)
        if "(ref" in words or "went wrong" in words or not answer.get("response_action"):
            wrong[what] = words
        elif not answer.get("errors", {}).keys() <= blocks:
            wrong[what] = f"{words}, at fields that are not there"
        desk.team.slack.views.close(JISOO.id, everything=True)

    assert wrong == {}
    assert not any(len(text) > 3_000 or "\x1b" in text or "\u202e" in text for text in effects(desk)["said"])


async def test_a_menu_offers_what_slack_takes_whoever_types_what(desk: Desk, loaded_store: BriefingStore) -> None:
    wrong = {}
    for menu in registered(loaded_store, "options"):
        for typed, person in zip(HOSTILE, cycle((MEMBER, GUEST, STRANGER)), strict=False):
            reply = await suggest(desk, person, menu, typed[:3_000])
            options = reply.body.get("options")
            if reply.status != 200 or options is None or len(options) > 100 or refused_options(options):
                wrong[menu, typed[:20]] = (reply.status, options)

    assert wrong == {}


def refused_options(options: list[Json]) -> list[Json]:
    """Return the options that Slack would not take."""
    return [one for one in options if not (0 < len(one["text"]["text"]) <= 75 and 0 < len(one["value"]) <= 75)]
