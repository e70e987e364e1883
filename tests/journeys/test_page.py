"""The page draws every block and hands on every choice: a small app of the tests shows it all there is."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.simulator import build_workspace
from bot.simulator.block_kit.shapes import ELEMENTS, IN_MESSAGES
from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from starlette.requests import Request
    from starlette.responses import Response

    from tests.journeys.conftest import Window

pytestmark = pytest.mark.browser


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def markup(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


CONFIRM = {
    "title": plain("Remove this?"),
    "text": markup("*All* of it."),
    "confirm": plain("Remove"),
    "deny": plain("Keep"),
}
OPTIONS = [option("One"), option("Two"), option("Three")]
CHOSEN: dict[str, dict[str, Any]] = {
    "button": {"text": plain("Remove"), "confirm": CONFIRM, "style": "danger"},
    "static_select": {"options": OPTIONS, "placeholder": plain("Pick one")},
    "multi_static_select": {"options": OPTIONS, "placeholder": plain("Pick some")},
    "external_select": {"placeholder": plain("Find one"), "min_query_length": 1},
    "multi_external_select": {"placeholder": plain("Find some"), "min_query_length": 1},
    "users_select": {"placeholder": plain("Pick a person")},
    "channels_select": {"placeholder": plain("Pick a channel")},
    "conversations_select": {"placeholder": plain("Pick a conversation")},
    "overflow": {"options": OPTIONS},
    "datepicker": {"placeholder": plain("Pick a date")},
    "timepicker": {"placeholder": plain("Pick a time")},
    "datetimepicker": {},
    "checkboxes": {"options": OPTIONS},
    "radio_buttons": {"options": OPTIONS},
}
TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input"]
CELL = {"type": "raw_text", "text": "cell"}
RICH = [
    {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "rich", "style": {"bold": True, "code": True}}],
    },
    {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "as it is"}]},
]
BLOCKS: dict[str, dict[str, Any]] = {
    "header": {"text": plain("A heading")},
    "section": {"text": markup("*A section*"), "fields": [markup("one"), markup("two")]},
    "context": {"elements": [markup("A context")]},
    "actions": {"elements": [{"type": kind, "action_id": kind, **rest} for kind, rest in CHOSEN.items()]},
    "divider": {},
    "image": {"image_url": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "alt_text": "A picture"},
    "input": {"label": plain("An input"), "element": {"type": "plain_text_input", "action_id": "typed"}},
    "rich_text": {"elements": RICH},
    "markdown": {"text": "# Marked\n**down** and [away](https://example.org)"},
    "table": {"rows": [[CELL, CELL], [CELL, CELL]]},
}
EVERYTHING = [{"type": kind, "block_id": kind, **rest} for kind, rest in BLOCKS.items()]
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Send"),
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What"),
            "element": {"type": "plain_text_input", "action_id": "a"},
        },
        {
            "type": "input",
            "block_id": "which",
            "label": plain("Which"),
            "optional": True,
            "element": {
                "type": "multi_static_select",
                "action_id": "a",
                "options": OPTIONS,
                "placeholder": plain("Pick some"),
            },
        },
    ],
}


@dataclass
class Showroom:
    """A small app in a workspace, served from a thread of its own."""

    address: str = ""
    text: str = ""
    actions: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, ready: threading.Event) -> None:
        port = Port()
        workspace = build_workspace(
            events_url=f"{port.address}/slack/events", signing_secret="s", bot_token="xoxb-s", scopes=()
        )
        client = AsyncWebClient("xoxb-s", base_url=f"{port.address}/api/")
        handler = AsyncSlackRequestHandler(self._app(client))

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        routes = [Route("/slack/events", endpoint, methods=["POST"]), Mount("/", workspace)]
        workspace.state.slack.delivery.patience_seconds = 1.0
        async with hosted(Starlette(routes=routes), port) as self.address:
            ready.set()
            await self.stop.wait()

    def _app(self, client: AsyncWebClient) -> AsyncApp:
        app = AsyncApp(client=client, signing_secret="s", process_before_response=True)

        @app.command("/alliance")
        async def command(ack, body, client):
            match body["text"]:
                case "form":
                    await ack()
                    await client.views_open(trigger_id=body["trigger_id"], view=FORM)
                case "text":
                    await ack(self.text)
                case "late":
                    await ack(
                        blocks=[
                            {
                                "type": "actions",
                                "elements": [{"type": "button", "action_id": "late", "text": plain("Late")}],
                            }
                        ]
                    )
                case _:
                    await ack(blocks=EVERYTHING, text="everything")

        @app.action("late")
        async def late(ack):
            await self.stop.wait()
            await ack()

        @app.action(re.compile(""))
        async def acted(ack, action):
            self.actions.append(action)
            await ack()

        @app.options("external_select")
        @app.options("multi_external_select")
        async def suggest(ack, payload):
            await ack(options=[one for one in OPTIONS if payload["value"] in one["value"]])

        @app.view("form")
        async def submitted(ack, view):
            self.values = view["state"]["values"]
            wrong = self.values["what"]["a"]["value"] == "wrong"
            await ack(response_action="errors", errors={"what": "Not this."}) if wrong else await ack()

        return app


@pytest.fixture(scope="module")
def showroom() -> Iterator[Showroom]:
    room, ready = Showroom(), threading.Event()
    loop = asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(room.serve(ready))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(20)
    yield room
    loop.call_soon_threadsafe(room.stop.set)
    thread.join(20)


@pytest.fixture(autouse=True)
def _nothing_heard(showroom: Showroom) -> None:
    showroom.actions.clear()


@pytest.fixture(scope="module")
def page(showroom: Showroom, windows: Callable[..., Window]) -> Iterator[Page]:
    """One page for all: each test asks anew and looks at the last message."""
    with windows(viewport={"width": 1280, "height": 1000}, color_scheme="light").tab() as opened:
        opened.goto(showroom.address)
        opened.wait_for_selector(".message")
        yield opened


def ask(page: Page, text: str) -> Any:
    """Type the command, wait for its answer, and return it."""
    answers = page.locator(".message.ephemeral")
    before = answers.count()
    box = page.locator(".main .compose-area")
    box.fill(f"/alliance {text}")
    box.press("Enter")
    expect(answers).to_have_count(before + 1)
    return answers.last


def test_every_block_and_element_is_drawn(page):
    assert set(BLOCKS) == set(IN_MESSAGES)
    assert {*CHOSEN, *TYPED} == set(ELEMENTS)

    shown = ask(page, "everything")

    expect(shown.locator(".block")).to_have_count(len(BLOCKS))
    expect(shown.locator(".unsupported")).to_have_count(0)
    for text in ("A heading", "A section", "two", "A context", "rich", "first", "quoted", "as it is", "Marked", "cell"):
        expect(shown).to_contain_text(text)
    expect(shown.get_by_role("img", name="A picture")).to_be_visible()
    expect(shown.get_by_role("link", name="away")).to_have_attribute("href", "https://example.org")


def pick(page: Page, name: str, *, typed: str = "", item: str) -> None:
    page.get_by_role("combobox", name=name, exact=True).last.click()
    if typed:
        page.locator(".list-search").press_sequentially(typed)
    page.get_by_role("option", name=item).click()
    if page.locator(".list").count():  # a list to choose many from stays open
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    "choice",
    [
        ("Pick one", "", "Two", {"selected_option": option("Two")}),
        ("Pick some", "th", "Three", {"selected_options": [option("Three")]}),
        ("Find one", "tw", "Two", {"selected_option": option("Two")}),
        ("Find some", "on", "One", {"selected_options": [option("One")]}),
        ("Pick a person", "dan", "Daniel Reyes", {"selected_user": DANIEL.id}),
        ("Pick a channel", "gen", "#general", {"selected_channel": GENERAL}),
        ("Pick a conversation", "desk", "#alliance-desk", {"selected_conversation": DESK}),
    ],
)
def test_a_choice_in_a_menu_reaches_the_app(page, showroom, choice):
    name, typed, item, state = choice
    ask(page, "everything")

    pick(page, name, typed=typed, item=item)

    expect(page.get_by_role("combobox", name=name, exact=True).last).to_contain_text(item)
    heard(page, showroom, 1)
    assert state.items() <= showroom.actions[0].items()


def heard(page: Page, showroom: Showroom, count: int) -> None:
    for _ in range(100):
        if len(showroom.actions) >= count:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the app heard {showroom.actions}")


def test_ticks_dates_and_the_menu_behind_the_dots_reach_the_app(page, showroom):
    shown = ask(page, "everything")

    shown.get_by_role("checkbox", name="Two").check()
    shown.get_by_role("radio", name="Three").check()
    shown.get_by_label("Pick a date").fill("2026-11-30")
    shown.get_by_label("Pick a time").fill("08:30")
    shown.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="One").click()

    heard(page, showroom, 5)
    found = {action["type"]: action for action in showroom.actions}
    assert found["checkboxes"]["selected_options"] == [option("Two")]
    assert found["radio_buttons"]["selected_option"] == option("Three")
    assert found["datepicker"]["selected_date"] == "2026-11-30"
    assert found["timepicker"]["selected_time"] == "08:30"
    assert found["overflow"]["selected_option"] == option("One")
    expect(shown).to_contain_text("Nov 30, 2026")
    expect(shown).to_contain_text("8:30 AM")


def test_a_button_that_asks_first_does_nothing_until_it_is_confirmed(page, showroom):
    shown = ask(page, "everything")
    remove = shown.get_by_role("button", name="Remove", exact=True)
    dialog = page.get_by_role("alertdialog", name="Remove this?")

    remove.click()
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_have_count(0)
    before = list(showroom.actions)
    remove.click()
    dialog.get_by_role("button", name="Remove").click()

    heard(page, showroom, 1)
    assert before == []
    assert showroom.actions[0]["action_id"] == "button"


def test_a_form_is_held_back_refused_and_taken(page, showroom):
    ask_for_form(page)
    form = page.get_by_role("dialog", name="A form")

    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text("Please complete this required field.")
    form.get_by_label("What").fill("wrong")
    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text("Not this.")
    form.get_by_label("What").fill("right")
    pick(page, "Which (optional)", item="Two")
    form.get_by_role("button", name="Send").click()

    expect(form).to_have_count(0)
    assert showroom.values["what"]["a"]["value"] == "right"
    assert showroom.values["which"]["a"]["selected_options"] == [option("Two")]


def ask_for_form(page: Page) -> None:
    box = page.locator(".main .compose-area")
    box.fill("/alliance form")
    box.press("Enter")


def test_an_app_that_is_too_late_is_told_on_beside_its_button(page):
    shown = ask(page, "late")

    shown.get_by_role("button", name="Late").click()

    expect(shown.get_by_role("alert")).to_contain_text("Apps need to respond within 3 seconds")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "*bold* _italic_ ~gone~ `code`",
            '<strong>bold</strong> <em>italic</em> <s>gone</s> <code class="code">code</code>',
        ),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("<javascript:alert(1)|safe>", "<span>safe</span>"),
        ("a\n\nb", 'a<span class="gap"></span>b'),
        ("&gt; said\nso", '<blockquote class="quote">said</blockquote>so'),
        ("```\n<raw> *x*\n```", '<pre class="code-block">&lt;raw&gt; *x*</pre>'),
        (f"<@{DANIEL.id}>", '<span class="mention">@Daniel Reyes</span>'),
        (f"<#{GENERAL}|general>", f'<a class="mention" href="#{GENERAL}">#general</a>'),
        ("<!here>", '<span class="mention mention-all">@here</span>'),
        (":no_such_emoji:", ":no_such_emoji:"),
    ],
)
def test_text_is_drawn_as_slack_draws_it(page, showroom, text, html):
    showroom.text = text

    shown = ask(page, "text")

    expect(shown.locator(".text")).to_be_visible()
    assert shown.locator(".text").inner_html() == html


def test_a_link_and_a_time_are_drawn_for_the_person_who_looks(page, showroom):
    showroom.text = "<https://example.org/?a=1&amp;b=2|the page> <!date^1795430700^{date_num} {time}|later>"

    shown = ask(page, "text")

    expect(shown.get_by_role("link", name="the page")).to_have_attribute("href", "https://example.org/?a=1&b=2")
    expect(shown.locator("time").last).to_have_text("2026-11-23 7:45 PM")
